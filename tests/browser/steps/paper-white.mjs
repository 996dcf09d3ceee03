// A paper-white screen, as of an e-reader: black, white and greys, with the reader's own colours or with none.

import assert from 'node:assert/strict'

export const PAPER_WHITE = [
  { name: 'a screen with forced colours', media: { forcedColors: 'active', colorScheme: 'light', contrast: 'more' } },
  { name: 'a screen without colours', media: { reducedMotion: 'reduce' }, colourless: true },
]

/** Buttons and fields that have no edge and no fill of their own to be seen by. */
function withoutAnEdge() {
  const seen = (element) => {
    const box = element.getBoundingClientRect()
    return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== 'hidden'
  }
  const lightness = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number)
    return alpha === 0 ? 255 : 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const faults = []
  for (const element of document.querySelectorAll('main button, main input:not([type=hidden], [type=radio], [type=checkbox]), main select, main textarea')) {
    if (!seen(element)) continue
    const style = getComputedStyle(element)
    const edged = parseFloat(style.borderTopWidth) > 0 && Math.abs(lightness(style.borderTopColor) - 255) > 60
    // A lighter button stands on a darker line, which forced colours take away and make a border of.
    const underlined = style.boxShadow !== 'none' && Math.abs(lightness(style.boxShadow.split(')')[0]) - 255) > 60
    const filled = Math.abs(lightness(style.backgroundColor) - 255) > 60
    if (!edged && !underlined && !filled) faults.push(element.outerHTML.slice(0, 120))
  }
  return faults
}

/** A tick shows, and so does where the keyboard is: the same control looks otherwise with it and without. */
async function marksShow(voter) {
  const radio = voter.page.locator('main input[type="radio"]').first()
  if ((await radio.count()) === 0 || (await radio.isChecked())) return
  const item = voter.page.locator('main .govuk-radios__item').first()
  const looks = async () => (await item.screenshot()).toString('base64')
  const empty = await looks()
  await radio.focus()
  const focused = await looks()
  assert.notEqual(focused, empty, `${voter.path}: where the keyboard is does not show`)
  await radio.press('Space')
  assert.ok(await radio.isChecked())
  const ticked = await looks()
  assert.notEqual(ticked, focused, `${voter.path}: a tick does not show`)
  // As it was, for what the voter does next.
  await voter.page.locator('main form').first().evaluate((form) => form.reset())
}

/** Mistakes are told in words, not by their colour. */
async function mistakesAreWords(voter) {
  for (const words of await voter.page.locator('main .govuk-error-message').allInnerTexts()) {
    assert.match(words, /^Error:/, `${voter.path}: '${words}'`)
  }
}

/** The same person on such a screen, whose every page is held against that as it comes. */
export async function seesInBlackAndWhite(voter, { media, colourless = false }) {
  await voter.page.emulateMedia(media)
  if (colourless) {
    const devtools = await voter.page.context().newCDPSession(voter.page)
    await devtools.send('Emulation.setEmulatedVisionDeficiency', { type: 'achromatopsia' })
  }
  const inspects = voter.inspects.bind(voter)
  voter.inspects = async () => {
    await inspects()
    assert.deepEqual(await voter.page.evaluate(withoutAnEdge), [], `${voter.path}: nothing shows where it is`)
    await marksShow(voter)
    await mistakesAreWords(voter)
  }
  return voter
}
