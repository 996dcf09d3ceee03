// A screen of 1280 by 1024 pixels at 400% zoom: 320 by 256 of the page's own pixels are seen at once.

import assert from 'node:assert/strict'

export const ZOOMED = { scripts: false, width: 320, height: 256, scale: 4 }

/** What scrolls sideways on the page shown, sticks out of it, or hides words of its own. */
function faultsHere() {
  const faults = []
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide`)
  for (const element of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(element)
    const box = element.getBoundingClientRect()
    // Words for screen readers alone stand in a box of one pixel.
    if (style.visibility === 'hidden' || style.display === 'inline' || box.width <= 1 || box.height <= 1) continue
    const html = element.outerHTML.slice(0, 120)
    if (box.left < -0.5 || box.right > root.clientWidth + 0.5) faults.push(`sticks out: ${html}`)
    const wider = element.scrollWidth > element.clientWidth + 1
    const taller = element.scrollHeight > element.clientHeight + 1
    if (wider && style.overflowX !== 'visible') faults.push(`scrolls sideways or is cut: ${html}`)
    if (taller && ['hidden', 'clip'].includes(style.overflowY)) faults.push(`is cut below: ${html}`)
    if (['fixed', 'sticky'].includes(style.position)) faults.push(`stands before the rest: ${html}`)
  }
  return faults
}

/** Insists that everything on the page shown is there, without scrolling sideways. */
export async function isWhole(voter) {
  const shown = await voter.page.evaluate(() => [innerWidth, devicePixelRatio])
  assert.deepEqual(shown, [ZOOMED.width, ZOOMED.scale])
  const faults = await voter.page.evaluate(faultsHere)
  assert.deepEqual(faults, [], `${voter.path}: ${faults.join('\n')}`)
}

/** The same person, whose every page is held against that as it comes. */
export function seesAllOf(voter) {
  const inspects = voter.inspects.bind(voter)
  voter.inspects = async () => {
    await inspects()
    await isWhole(voter)
  }
  return voter
}
