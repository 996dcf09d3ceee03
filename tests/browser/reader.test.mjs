// Journey: a place chosen by ear. What a screen reader is told of the pages on which people say where a place
// is: the names of controls, what each says of itself, the region that tells what was chosen, the lists that
// say what the maps show.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { arrives } from './people.mjs'

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

function journey(name, options, walk) {
  test(name, { timeout: 240_000 }, async () => {
    const actor = await arrives(browser, name, options)
    try {
      await walk(actor)
      actor.foundNothingWrong()
    } finally {
      await actor.leaves()
    }
  })
}

/** What a screen reader is told of the main part, a line a thing. */
async function heard(actor) {
  const told = await actor.page.locator('main').ariaSnapshot()
  // What holds a colon is told in quotes.
  return told.replace(/^(\s*)- '(.*)'(:?)/gm, (_, space, line, end) => `${space}- ${line.replaceAll("''", "'")}${end}`)
}

/** Insists that these are told, in this order. */
async function hears(actor, ...wanted) {
  const told = await heard(actor)
  let from = 0
  for (const want of wanted) {
    const rest = told.slice(from)
    const at = want instanceof RegExp ? rest.search(want) : rest.indexOf(want)
    assert.ok(at >= 0, `${actor.path}: ${want} is not told, or not here:\n${told}`)
    from += at + 1
  }
  return told
}

/** Everything that can be operated has a name of its own. */
function isNamed(told) {
  const nameless = told.split('\n').filter((line) => /^\s*- (link|button|textbox|combobox|radio|checkbox|region|img)\b(?! ")/.test(line))
  assert.deepEqual(nameless, [], told)
}

/** What the region tells that announces itself. */
const status = (actor) => actor.page.getByRole('status').first().innerText()

for (const scripts of [true, false]) {
  const how = scripts ? 'with a script' : 'without one'

  journey(`the page that asks where a place is says what each box takes, ${how}`, { scripts }, async (actor) => {
    await actor.opens('/nominate/place')
    const told = await hears(
      actor,
      '- heading "Where is it?" [level=1]',
      '- textbox "Name of the place or organisation"',
      '- textbox "Postcode, place name or map reference"',
      '- combobox "Ward"',
      '- button "Continue"',
      '- button "Choose on a map"',
    )
    isNamed(told)
    const unsure = actor.page.locator('optgroup[label="Leicester"] option').first()
    assert.equal((await unsure.textContent()).trim(), 'Leicester: I do not know the ward')
    // Each box says what it takes, and after a mistake what is wrong with it.
    const says = (name) => actor.page.locator(`[name="${name}"]`).evaluate((box) => {
      const ids = (box.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean)
      return ids.map((id) => document.getElementById(id)?.textContent ?? `nothing called ${id}`).join(' ')
    })
    assert.match(await says('where'), /It finds the ward for you/)
    assert.match(await says('ward'), /choose the council/)
    await actor.presses('Continue', 422)
    await hears(actor, '- alert', '- heading "There is a problem" [level=2]', /- link "[^"]+"/, '- textbox "Name of the place')
    assert.match(await says('place'), /Error:/)
    // A place name that two places have is offered as a choice between named radios.
    await actor.writes('place', 'The green by the water')
    await actor.writes('where', 'Park')
    await actor.presses('Continue', 422)
    isNamed(await hears(actor, '- group "Which of these do you mean?"', /- radio "[^"]+"/, /- radio "[^"]+"/))
  })

  journey(`the map to choose on tells where the cross is and what lies around it, ${how}`, { scripts }, async (actor) => {
    const { page } = actor
    await actor.opens('/nominate/map')
    await actor.writes('near', 'LE99 1DB')
    await actor.presses('Go')
    if (scripts) await page.waitForSelector('.app-live[tabindex="0"]')
    const ways = ['Zoom in', 'Zoom out', 'North', 'West', 'East', 'South'].map((way) => `- button "${way}"`)
    const map = scripts
      ? ['- region "Map to choose the place on. The arrow keys move it under the cross, plus and minus zoom"', '- button "Zoom in"', '- button "Zoom out"']
      : ['- button "Map with a cross in the middle. Press a spot to move the cross there and look closer"', ...ways]
    const told = await hears(
      actor,
      '- heading "Choose the place on a map" [level=1]',
      '- textbox "Go to a postcode or place"',
      '- button "Go"',
      ...map,
      '- status: The cross is in ',
      '- button "Put the pin here"',
      /- heading "\d+ places? on this part of the map" \[level=2\]/,
    )
    isNamed(told)
    assert.ok(!told.includes('- tooltip'), told)
    // One press or key later the region tells of another spot, without being asked.
    await actor.opens('/nominate/map')
    await actor.writes('near', 'LE99 1DB')
    await actor.presses('Go')
    const before = await status(actor)
    const list = page.locator('.app-choosing__list h2')
    const listed = await list.innerText()
    if (scripts) {
      await page.waitForSelector('.app-live[tabindex="0"]')
      await page.locator('.app-live').focus()
      for (let step = 0; step < 3; step += 1) await page.keyboard.press('-')
      await page.waitForFunction((old) => document.querySelector('.app-choosing__list h2').textContent !== old, listed)
    } else {
      for (let step = 0; step < 5; step += 1) await actor.presses('Zoom out')
      assert.notEqual(await list.innerText(), listed)
    }
    await hears(actor, /- heading "[1-9]\d* places? on this part of the map"/, '- list', /- listitem:/, /- link "[^"]+"/, /text: .*(of the cross|at the cross|only the area is known)/)
    const from = page.locator('form[method=post] input[name=across]')
    const across = await from.inputValue()
    if (scripts) {
      // The map glides, and takes the next key when it stands.
      for (let step = 0; step < 30 && (await status(actor)) === before; step += 1) {
        await page.keyboard.press('ArrowLeft')
        await page.waitForTimeout(500)
      }
      assert.notEqual(await from.inputValue(), across)
    } else {
      for (let step = 0; step < 6; step += 1) await actor.presses('West')
    }
    assert.notEqual(await status(actor), before)
    assert.equal(await page.locator('#map-spot').getAttribute('role'), 'status')
  })

  journey(`the list beside the map of places says all that the map does, ${how}`, { scripts }, async (actor) => {
    const { page } = actor
    await actor.opens('/map?area=E06000016')
    if (scripts) await page.waitForSelector('.app-live__mark')
    const told = await hears(
      actor,
      '- heading "Map" [level=1]',
      '- combobox "Area"',
      '- combobox "What to show"',
      scripts ? '- region "Map of nominations and projects. Move it with the arrow keys"' : /- img "Map of nominations and projects in Leicester\. On this part \d+ places: /,
      /\d+ places? on this part of the map/,
      '- list',
      /- link "[^"]+"/,
    )
    isNamed(told)
    // What is heard as marks of the map is what the list counts.
    const count = Number.parseInt(await page.locator('.app-board__list h2').innerText(), 10)
    assert.ok(count > 10, `${count}`)
    if (scripts) {
      // Marks say what they are: how many places in which states, or which place. Names of wards are for the eye.
      const marks = told.split('\n').filter((line) => /- button "(\d+ places: .+\. Look closer|.+, .+)"/.test(line))
      const all = told.split('\n').filter((line) => /^\s*- button "\d+"/.test(line))
      assert.ok(marks.length > 5, told)
      assert.deepEqual(all, [], 'a mark that is called by its number alone')
      assert.ok(!told.includes('- tooltip'), told)
      const live = page.locator('[role=status].govuk-visually-hidden')
      await page.locator('.app-live').focus()
      await page.keyboard.press('+')
      await page.waitForFunction(() => /\d+ places? on this part/.test(document.querySelector('[role=status].govuk-visually-hidden').textContent))
      assert.match(await live.innerText(), /\d+ places? on this part of the map/)
    }
  })
}
