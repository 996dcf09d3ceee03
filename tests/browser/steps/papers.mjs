// Votes on paper: printed with codes, handed over at a desk, spoilt, keyed by two people and signed by two.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { ADDRESS } from '../browser.mjs'

const POSTCODE = 'LE99 1DB'

/** Says that people vote with an email address, at a desk and by post. */
export async function takesPapers(officer, slug) {
  await officer.opens(`/staff/rounds/${slug}`)
  await officer.presses('Change the ways to vote')
  for (const way of ['verified-email', 'desk', 'paper']) await officer.picksValue('ways', way)
  await officer.presses('Save the ways to vote')
  await officer.reads('Paper at a desk', 'Paper by post')
}

/** Prints a batch, after a form with mistakes; the codes on the papers, each on its paper and on its strip. */
export async function printsPapers(officer, slug, papers) {
  await officer.opens(`/staff/rounds/${slug}`)
  await officer.presses('Ballot papers, desk and keying')
  await officer.reads('The desk opens with the vote')
  await officer.writes('papers', papers)
  await officer.presses('Continue', 422)
  await officer.reads('There is a problem', 'Enter a name for the batch')
  assert.equal(await officer.page.locator('[name="papers"]').inputValue(), String(papers), 'what was typed is kept')
  await officer.writes('label', 'Library desk')
  await officer.presses('Continue')
  const arrives = officer.page.waitForEvent('download')
  await officer.page.getByRole('button', { name: 'Make the papers' }).click()
  const text = readFileSync(await (await arrives).path(), 'latin1')
  const printed = text.match(/\(([0-9A-Z]{4}-){3}[0-9A-Z]{4}\)/g).map((code) => code.slice(1, -1))
  const codes = [...new Set(printed)]
  assert.deepEqual([codes.length, printed.length], [papers, 2 * papers])
  await officer.presses('see all batches')
  await officer.reads(`Library desk, ${papers} printed`)
  return codes
}

/** Marks somebody with the keyboard alone, after a form with nothing in it. */
export async function marksByKeyboard(keys, slug, name) {
  await keys.opens(`/staff/rounds/${slug}/desk`)
  await keys.follows('Mark this person', 422)
  await keys.actor.reads('There is a problem')
  await keys.picks('by')
  await keys.types('name', name)
  await keys.types('house', '12')
  await keys.types('postcode', POSTCODE)
  await keys.follows('Mark this person')
  await keys.actor.reads('Give this person one paper')
}

/** Marks somebody by name; what the page says to do. */
export async function marks(clerk, slug, name, { house = '12', way = 'desk', told }) {
  await clerk.opens(`/staff/rounds/${slug}/desk`)
  await clerk.picksValue('by', 'name')
  await clerk.writes('name', name)
  await clerk.writes('house', house)
  await clerk.writes('postcode', POSTCODE)
  await clerk.picksValue('way', way)
  await clerk.presses('Mark this person')
  await clerk.reads(told)
}

/** Marks so many people, quickly: no page is inspected on the way. */
export async function marksQuickly(page, slug, people) {
  for (let number = 0; number < people; number += 1) {
    await page.goto(`${ADDRESS}/staff/rounds/${slug}/desk`)
    await page.locator('[name="by"][value="name"]').check()
    await page.locator('[name="name"]').fill(`Visitor Number${number}`)
    await page.locator('[name="house"]').fill(String(number + 1))
    await page.locator('[name="postcode"]').fill(POSTCODE)
    await page.getByRole('button', { name: 'Mark this person' }).click()
    await page.getByRole('heading', { name: 'Give this person one paper' }).waitFor()
  }
}

/** Swaps a spoilt paper. */
export async function swaps(clerk, slug, code) {
  await clerk.opens(`/staff/rounds/${slug}/papers`)
  await clerk.writes('spoilt', 'AAAA-AAAA-AAAA-AAAA')
  await clerk.presses('Cancel the spoilt paper', 422)
  await clerk.writes('spoilt', code.toLowerCase())
  await clerk.presses('Cancel the spoilt paper')
  await clerk.reads('The paper is cancelled')
}

/** Keys a paper as fast hands do: the code stands ready to be typed, Tab, the marks, Enter. */
export async function keysPaper(clerk, slug, [code, marked], told, status = 200) {
  await clerk.opens(`/staff/rounds/${slug}/papers/key`)
  await clerk.page.keyboard.type(code.toLowerCase())
  await clerk.page.keyboard.press('Tab')
  await clerk.page.keyboard.type(marked)
  await clerk.does((page) => page.keyboard.press('Enter'), status)
  await clerk.reads(told)
}

/** Keys papers, paper after paper on one page: none is inspected on the way. */
export async function keysQuickly(page, slug, papers) {
  await page.goto(`${ADDRESS}/staff/rounds/${slug}/papers/key`)
  for (const [code, marked] of papers) {
    await page.locator('[name="code"]').first().fill(code)
    await page.locator('[name="marks"]').fill(marked)
    await page.locator('[name="marks"]').press('Enter')
    await page.locator('.govuk-notification-banner', { hasText: code }).waitFor()
  }
}

/** Signs the batch. */
export async function signs(officer, slug, told) {
  await officer.opens(`/staff/rounds/${slug}/papers`)
  await officer.presses(/^Sign off/)
  await officer.reads(told)
}
