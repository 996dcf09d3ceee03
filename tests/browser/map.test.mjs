// Journey: the map. Choosing a place on it with a keyboard only and a script, choosing one without a
// script, picking its ward and describing it; and the map page with the list that follows it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { Keyboard } from './keyboard.mjs'
import { arrives } from './people.mjs'

const NARROW = { width: 360, height: 740 }

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

function journey(name, options, walk) {
  test(name, { timeout: 240_000 }, async (t) => {
    const actor = await arrives(browser, name, options)
    try {
      await walk(actor, t)
      t.diagnostic(`heaviest page ${actor.heaviest.bytes} bytes: ${actor.heaviest.path}`)
      actor.foundNothingWrong()
    } finally {
      await actor.leaves()
    }
  })
}

/** Where the cross is, in the words of the page, once they are others than before. */
async function spotAfter(page, before) {
  await page.waitForFunction((old) => document.getElementById('map-spot').textContent !== old, before)
  return page.locator('#map-spot').innerText()
}

journey('somebody with a keyboard only chooses a place on the map', NARROW, async (actor) => {
  const keys = new Keyboard(actor)
  const { page } = actor
  await keys.opens('/nominate/place')
  await keys.types('place', 'The corner that is hard to name')
  await keys.follows('Choose on a map')
  await page.waitForSelector('.app-live .app-live__land')
  const far = await page.locator('#map-spot').innerText()
  assert.match(far, /^The cross is /)
  // To a place by its name, and from there with the arrows.
  await keys.types('near', 'LE99 1DB')
  await keys.follows('Go')
  await page.waitForSelector('.app-live .app-live__land', { state: 'attached' })
  const before = await page.locator('form[method=post] [name=across]').inputValue()
  await page.waitForSelector('.app-live[tabindex="0"]')
  await keys.goesTo(/^Map to choose the place on/)
  await page.keyboard.press('ArrowRight')
  await page.waitForFunction((old) => document.querySelector('form[method=post] [name=across]').value !== old, before)
  // A postcode is shown in its ward; before a pin is put the map asks for a closer look.
  const close = /^The cross is in .+, .+\.$/
  const spot = page.locator('#map-spot')
  assert.match(await spot.innerText(), /Zoom in before you put the pin\.$/)
  for (let step = 0; step < 12 && (await spot.innerText()).includes('Zoom in before'); step += 1) {
    await page.keyboard.press('+')
    await page.waitForTimeout(500)
  }
  const where = await spot.innerText()
  assert.match(where, close)
  await keys.goesTo('Put the pin here')
  await actor.does(() => page.keyboard.press('Enter'))
  await actor.reads(where.replace('The cross', 'This spot'))
  assert.equal(await page.locator('[name="place"]').inputValue(), 'The corner that is hard to name')
  assert.match(await page.locator('[name="where"]').inputValue(), /^5\d\.\d{5}, -?\d\.\d{5}$/)
  await keys.skips()
  await keys.follows('Continue')
  assert.equal(actor.path, '/nominate/work')
  keys.foundNothingWrong()
})

journey('somebody without a script chooses a place on the map', { ...NARROW, scripts: false }, async (actor) => {
  const { page } = actor
  await actor.opens('/nominate/place')
  await actor.writes('place', 'The corner without a script')
  await actor.presses('Choose on a map')
  const picture = page.locator('input[type=image]')
  assert.ok(await picture.evaluate((image) => image.getBoundingClientRect().width === 288), 'the picture keeps its size')
  // Presses on the picture come closer each time.
  for (let press = 0; press < 3; press += 1) {
    await actor.does(() => picture.click({ position: { x: 150, y: 130 } }))
  }
  for (const way of ['North', 'West', 'East', 'South', 'Zoom in', 'Zoom out']) await actor.presses(way)
  // From so far away no pin is put: the map comes closer and says so.
  assert.match(await page.locator('#map-spot').innerText(), /Zoom in before you put the pin\.$/)
  while ((await page.locator('#map-spot').innerText()).includes('Zoom in before')) {
    await actor.presses('Put the pin here', 422)
    await actor.reads('We have gone closer')
  }
  const where = await page.locator('#map-spot').innerText()
  assert.match(where, /^The cross is in .+, .+\.$/)
  await actor.presses('Put the pin here')
  await actor.reads(where.replace('The cross', 'This spot'))
  await actor.presses('Continue')
  assert.equal(actor.path, '/nominate/work')
})

/** Insists that what a place is like was kept word for word, and that its ward is the one that was picked. */
async function isDescribed(actor, place, ward) {
  assert.equal(actor.path, '/nominate/work')
  await actor.opens('/nominate/place')
  assert.equal(await actor.page.locator('[name="place"]').inputValue(), place)
  const picked = actor.page.locator('[name="ward"] option:checked')
  assert.equal((await picked.innerText()).trim(), ward)
}

const DESCRIBED = 'The wall behind the third bench, between the brook and the old tram stop'

journey('somebody with a keyboard only picks the ward and describes the place', NARROW, async (actor) => {
  const keys = new Keyboard(actor)
  await keys.opens('/nominate/place')
  await keys.types('place', DESCRIBED)
  const wards = await actor.page.locator('[name="ward"] option').evaluateAll((all) => all.map((one) => [one.value, one.textContent.trim()]))
  const [value, name] = wards.filter(([code]) => code)[3]
  await keys.movesTo('ward', value)
  await keys.follows('Continue')
  await isDescribed(actor, DESCRIBED, name)
  keys.foundNothingWrong()
})

journey('somebody without a script picks the ward and describes the place', { scripts: false }, async (actor) => {
  const { page } = actor
  await actor.opens('/nominate/place')
  // Neither a map nor a postcode is asked for, and a place without either is asked for one of the three.
  await actor.writes('place', DESCRIBED)
  await actor.presses('Continue', 422)
  await actor.reads('There is a problem')
  assert.equal(await page.locator('[name="place"]').inputValue(), DESCRIBED)
  const wards = await page.locator('[name="ward"] option').evaluateAll((all) => all.map((one) => [one.value, one.textContent.trim()]))
  const [value, name] = wards.filter(([code]) => code).at(-1)
  await page.locator('[name="ward"]').selectOption(value)
  await actor.presses('Continue')
  await isDescribed(actor, DESCRIBED, name)
})

journey('the list beside the map follows it, and marks lead to places', {}, async (actor) => {
  const { page } = actor
  await actor.opens('/map')
  await page.waitForSelector('.app-live__mark')
  await page.waitForSelector('.app-live__land', { state: 'attached' })
  const heading = page.locator('.app-board__list h2')
  const all = Number.parseInt(await heading.innerText(), 10)
  assert.ok(all > 50, `${all} places in all`)
  // A group opens with the keyboard: closer, and fewer in the list.
  await page.locator('.app-live__many').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction((before) => Number.parseInt(document.querySelector('.app-board__list h2').textContent, 10) < before, all)
  assert.match(actor.path, /zoom=\d+/)
  await actor.inspects()
  // The buttons lie over no mark: one below them could not be pressed.
  const [map, buttons] = [await page.locator('.app-live').boundingBox(), await page.locator('.leaflet-control-zoom').boundingBox()]
  assert.ok(buttons.y >= map.y + map.height, `the buttons begin at ${buttons.y}, the map ends at ${map.y + map.height}`)
  // The same address shows the same part again.
  const closer = await heading.innerText()
  await actor.opens(actor.path)
  await page.waitForSelector('.app-live__mark')
  assert.equal(await heading.innerText(), closer)
  // Of a single mark one can read what it is and go there.
  await actor.opens('/map?place=LC-2009-P0001')
  const single = page.locator('.app-live__mark:not(.app-live__many)').first()
  await single.waitFor()
  await single.focus()
  await page.keyboard.press('Enter')
  const link = page.locator('.leaflet-popup-content a')
  await link.waitFor()
  const title = await link.innerText()
  await actor.does(() => page.keyboard.press('Enter'))
  assert.ok((await page.locator('h1').innerText()).includes(title) || (await actor.words()).includes(title))
})

journey('without a script the map is a drawing that links move', { scripts: false }, async (actor) => {
  await actor.opens('/map')
  await actor.reads(/\d+ places on this part of the map/)
  await actor.follows('Zoom in')
  await actor.follows('East')
  await actor.opens('/map?kind=project')
  const drawing = actor.page.locator('img.app-drawing')
  assert.equal(await drawing.count(), 1)
  assert.ok(await drawing.evaluate((image) => image.complete && image.naturalWidth === 384), 'the drawing is there')
  assert.match(await drawing.getAttribute('alt'), /^Map of nominations and projects\. On this part \d+ places: .*\d+ completed.* The list has each of them\.$/)
})

journey('on paper the drawing stands in for the map that moves', {}, async (actor) => {
  const { page } = actor
  await actor.opens('/map?area=E06000016')
  await page.waitForSelector('.app-live__mark')
  const drawing = page.locator('img.app-drawing')
  assert.equal(await drawing.isVisible(), false)
  await page.emulateMedia({ media: 'print' })
  await drawing.waitFor()
  await page.waitForFunction(() => document.querySelector('img.app-drawing').naturalWidth > 0)
  assert.equal(await page.locator('.app-live').isVisible(), false)
})

for (const scripts of [true, false]) {
  journey(`on paper the map to choose on is a picture, and its list stands below, ${scripts ? 'with a script' : 'without one'}`, { scripts }, async (actor) => {
    const { page } = actor
    await actor.opens('/nominate/map')
    if (scripts) await page.waitForSelector('.app-live__mark')
    const printed = page.locator(scripts ? '.app-choose__printed' : '.app-choose__picture')
    const list = page.locator('.app-choosing__list')
    assert.equal(await page.locator('.app-choose__printed').isVisible(), false)
    if (scripts) {
      // The list is in step with the map: further in there is less of it.
      const heading = list.locator('h2')
      const before = await heading.innerText()
      await page.locator('.app-live').focus()
      // A map that glides takes the next key when it stands.
      for (let step = 0; step < 20 && (await heading.innerText()) === before; step += 1) {
        await page.keyboard.press('+')
        await page.waitForTimeout(500)
      }
      assert.notEqual(await heading.innerText(), before)
    }
    await page.emulateMedia({ media: 'print' })
    await printed.waitFor()
    if (scripts) await page.waitForFunction(() => document.querySelector('.app-choose__printed').naturalWidth > 0)
    const box = await printed.boundingBox()
    assert.ok(box.width >= 200 && box.height >= 200, JSON.stringify(box))
    assert.equal(await list.isVisible(), true)
    for (const gone of ['.app-live', '.app-choose__ways', '.app-choose-near', 'form[method=post]']) {
      if (await page.locator(gone).count()) assert.equal(await page.locator(gone).first().isVisible(), false, gone)
    }
  })
}
