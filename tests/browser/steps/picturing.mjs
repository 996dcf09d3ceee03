// Photos: drawn here so that no file is kept, sent as a person sends them, and looked at by a moderator.

import assert from 'node:assert/strict'

/** A picture of a hedge as a JPEG file: wild or cut, with a number plate that nobody should read. */
export async function draws(browser, isCut) {
  const page = await browser.newPage()
  const url = await page.evaluate((cut) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 800, height: 600 })
    const pen = canvas.getContext('2d')
    pen.scale(0.5, 0.5)
    const box = (shade, ...place) => {
      pen.fillStyle = shade
      pen.fillRect(...place)
    }
    box('#a9c7e0', 0, 0, 1600, 700)
    box('#8b8f86', 0, 700, 1600, 500)
    for (let leaf = 0; leaf < 900; leaf += 1) {
      const top = cut ? 420 : 150 + ((leaf * 37) % 260)
      const height = cut ? 14 : 60
      box(leaf % 2 ? '#2f6b34' : '#44843b', (leaf * 53) % 1600, top + ((leaf * 71) % 330), 46, height)
    }
    box('#f4d21f', 1180, 880, 220, 60)
    pen.fillStyle = '#111'
    pen.font = '48px sans-serif'
    pen.fillText('AB12 CDE', 1185, 928)
    return canvas.toDataURL('image/jpeg', 0.85)
  }, isCut)
  await page.close()
  const name = isCut ? 'after.jpg' : 'before.jpg'
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(url.split(',')[1], 'base64') }
}

/** Chooses a file, says what it shows and sends it. */
export async function sendsPhoto(actor, picture, alt, button = 'Add this photo') {
  await actor.page.getByLabel('Choose a photo').setInputFiles(picture)
  await actor.fills('What does the photo show?', alt)
  await actor.presses(button)
}

/** Draws over the photo from the middle of one square to the middle of another, with a mouse or a pen. */
async function drags(staff, squares) {
  const svg = staff.page.locator('svg[data-squares]')
  await svg.scrollIntoViewIfNeeded()
  const middles = await svg.evaluate((drawing, names) => {
    const [columns, rows] = drawing.dataset.squares.split(',').map(Number)
    const [width, height] = [Number(drawing.dataset.width), Number(drawing.dataset.height)]
    return names.map((name) => {
      const [column, row] = [name.charCodeAt(0) - 65, Number(name.slice(1)) - 1]
      const point = new DOMPoint((column + 0.5) * width / columns, (row + 0.5) * height / rows)
      const { x, y } = point.matrixTransform(drawing.getScreenCTM())
      return { x, y }
    })
  }, squares)
  await staff.page.mouse.move(middles[1].x, middles[1].y)
  await staff.page.mouse.down()
  await staff.page.mouse.move(middles[0].x, middles[0].y, { steps: 5 })
  await staff.page.mouse.up()
  // Drawn from the lower corner to the upper: the fields say the same as if it were typed.
  for (const [at, name] of ['from', 'to'].entries()) {
    assert.equal(await staff.page.locator(`[name="${name}"]`).inputValue(), squares[at])
  }
  const drawn = await staff.page.locator('.app-squares__drawn').boundingBox()
  assert.ok(drawn.width > 1 && drawn.height > 1, 'what was drawn is shown')
}

/** A moderator makes the plate unreadable and lets everybody see the photo. */
export async function moderates(staff, alt, squares = ['O15', 'R16']) {
  await staff.opens('/staff/photos')
  await staff.does(() => staff.page.locator('main a', { hasText: alt }).first().click())
  const before = await staff.page.locator('svg image').getAttribute('href')
  if (staff.scripts) await drags(staff, squares)
  else for (const [at, name] of ['from', 'to'].entries()) await staff.writes(name, squares[at])
  await staff.presses('Make this part unreadable')
  assert.notEqual(await staff.page.locator('svg image').getAttribute('href'), before)
  await staff.presses('Let everybody see it')
}
