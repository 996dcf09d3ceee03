// A vote by any method, from the draft to the result: on a telephone without scripts and at a desk by keyboard.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser } from '../browser.mjs'
import { Keyboard } from '../keyboard.mjs'
import { PEOPLE, arrives, signsInAsStaff, signsInByLetter } from '../people.mjs'
import { agrees, opensShortlist, ranks } from './shortlisting.mjs'
import { codeFor, counts, dayOn, declares, waitsFor, writesDay } from './voting.mjs'

const POSTCODE = 'LE99 1DB'
export const ON_PHONE = { scripts: false, width: 360, height: 640, touch: true }
export const AT_DESK = { scripts: true, width: 1280, height: 800 }

/** A shortlist to vote on: the newest that no vote has taken, else one of what earlier votes left. */
export async function findsList(comes, officer) {
  await officer.opens('/staff/rounds/new')
  const free = officer.page.locator('[name="shortlist"] option:not([value=""])')
  if (await free.count()) return free.first().getAttribute('value')
  const list = await opensShortlist(officer, [], { places: 3 })
  const joyce = await comes('Joyce, panel', AT_DESK)
  await signsInByLetter(joyce, PEOPLE.joyce)
  await ranks(joyce, list)
  await agrees(officer, list)
  return String(list)
}

/** Drafts a round with a method; its address. */
export async function drafts(comes, officer, { method, seats = '1', hours = '' }) {
  const list = await findsList(comes, officer)
  const [opens, closes] = [await dayOn(officer, 1), await dayOn(officer, 9)]
  await officer.opens('/staff/rounds/new')
  await officer.page.locator('[name="shortlist"]').selectOption(list)
  await officer.writes('title', `A vote by ${method}`)
  await writesDay(officer, 'opens', opens)
  await writesDay(officer, 'closes', closes)
  await officer.picksValue('method', method)
  await officer.writes('seats', seats)
  await officer.writes('budget-hours', hours)
  await officer.presses('Save the draft')
  const slug = officer.path.split('/')[3].split('?')[0]
  await officer.reads('The rules are complete')
  return slug
}

/** Marks a box or a list with the keyboard alone. */
async function byKeyboard(control, key) {
  await control.focus()
  await control.press(key)
}

export async function ticksTwo(actor) {
  await actor.presses('Continue', 422)
  await actor.reads('There is a problem', 'Pick at least one place, or pick the blank vote')
  // The same two for every voter, whose papers have other orders: so no count ends in a tie.
  const values = await actor.page.locator('input[name="choice"]').evaluateAll((all) => all.map((one) => one.value))
  const labels = []
  for (const value of values.filter((value) => value !== 'blank').sort().slice(0, 2)) {
    const box = actor.page.locator(`input[name="choice"][value="${value}"]`)
    labels.push((await actor.page.locator(`label[for="${await box.getAttribute('id')}"]`).innerText()).trim())
    await byKeyboard(box, 'Space')
  }
  await actor.presses('Continue')
  await actor.reads(...labels)
}

/** Picks one place, with the keyboard alone where there are scripts or none. */
export async function picksOne(actor) {
  await actor.presses('Continue', 422)
  await actor.reads('There is a problem')
  const values = await actor.page.locator('input[name="choice"]').evaluateAll((all) => all.map((one) => one.value))
  const [value] = values.filter((one) => one !== 'blank').sort()
  const radio = actor.page.locator(`input[name="choice"][value="${value}"]`)
  const label = (await actor.page.locator(`label[for="${await radio.getAttribute('id')}"]`).innerText()).trim()
  await byKeyboard(radio, 'Space')
  await actor.presses('Continue')
  await actor.reads(label)
}

export async function putsInOrder(actor) {
  await actor.presses('Continue', 422)
  await actor.reads('There is a problem', 'Pick at least a first choice')
  const options = await actor.page.locator('#rank-1 option').evaluateAll((all) => all.map((one) => [one.value, one.textContent]))
  const [first, second] = options.filter(([value]) => value && value !== 'blank').sort()
  await actor.page.locator('#rank-1').selectOption(first[0])
  await actor.page.locator('#rank-2').selectOption(first[0])
  await actor.presses('Continue', 422)
  await actor.reads('is your first choice already')
  assert.equal(await actor.page.locator('#rank-1').inputValue(), first[0], 'what was marked is kept')
  await actor.page.locator('#rank-2').selectOption(second[0])
  await actor.presses('Continue')
  await actor.reads(`First choice: ${first[1]}`, `Second choice: ${second[1]}`)
  await actor.presses('Change your choice')
  assert.equal(await actor.page.locator('#rank-2').inputValue(), second[0], 'going back keeps the marks')
  await actor.presses('Continue')
}

/** The values on a paper in one order for every voter, whose papers have other orders: so no count ends in a tie. */
async function valuesOf(actor, controls) {
  const values = await actor.page.locator(controls).evaluateAll((all) => all.map((one) => one.value))
  return values.filter((value) => value && value !== 'blank').sort()
}

/** How each kind of paper is marked with Tab, Space and the arrows alone. */
const BY_KEYS = new Map([
  [picksOne, async (keys) => keys.movesTo('choice', (await valuesOf(keys.actor, 'input[name="choice"]'))[0])],
  [ticksTwo, async (keys) => {
    // In the order in which Tab comes to them.
    const shown = await keys.page.locator('input[name="choice"]').evaluateAll((all) => all.map((one) => one.value))
    const wanted = (await valuesOf(keys.actor, 'input[name="choice"]')).slice(0, 2)
    for (const value of shown.filter((one) => wanted.includes(one))) await keys.ticks('choice', value)
  }],
  [putsInOrder, async (keys) => {
    const [first, second] = await valuesOf(keys.actor, '#rank-1 option')
    await keys.movesTo('rank-1', first)
    await keys.movesTo('rank-2', second)
  }],
])

/** The windows in which a paper is marked with a keyboard alone: wide and narrow, with scripts and without. */
const KEYBOARDS = [360, 1280].flatMap((width) => [true, false].map((scripts) => ({ scripts, width, height: 740 })))

/** A whole vote with a keyboard alone, from the list of votes to the receipt, in each of those windows. */
async function castByKeys(comes, slug, { method, marks }) {
  for (const [at, options] of KEYBOARDS.entries()) {
    const actor = await comes(`A keyboard at ${options.width}, ${options.scripts ? 'with' : 'without'} scripts`, options)
    const keys = new Keyboard(actor)
    const email = `keys.${at}.${method}@voters.example`
    await keys.opens(`/votes/${slug}`)
    await BY_KEYS.get(marks)(keys)
    await keys.follows('Continue')
    await keys.types('email', email)
    await keys.types('postcode', POSTCODE)
    await keys.follows('Send me a code')
    await keys.types('code', await codeFor(email))
    await keys.follows('Cast my vote')
    await actor.reads('You have voted', 'Receipt code')
    keys.foundNothingWrong()
    await actor.leaves()
  }
}

export async function casts(actor, slug, marks, { email, postcode = POSTCODE }) {
  await actor.opens(`/votes/${slug}`)
  await marks(actor)
  await actor.writes('email', email)
  await actor.writes('postcode', postcode)
  await actor.presses('Send me a code')
  await actor.writes('code', await codeFor(email))
  await actor.presses('Cast my vote')
  await actor.reads('You have voted', 'Receipt code')
}

/** Lets days pass until the vote takes papers of any kind. */
export async function waitsUntilOpen(actor, slug) {
  for (let day = 0; day < 3; day += 1) {
    await actor.opens(`/votes/${slug}`)
    if ((await actor.page.locator('form[action$="/review"]').count()) > 0) return
    await actor.opens('/demo/clock')
    await actor.picksValue('by', 'day')
    await actor.presses('Put the clock forward')
  }
  assert.fail(`/votes/${slug} never opened`)
}

/** A browser for a file of journeys, there from the first to the last. */
export function withBrowser() {
  const held = {}
  before(async () => (held.browser = await startBrowser()))
  after(async () => held.browser?.close())
  return held
}

/** One journey of several people, who come as they are called: no page that any of them saw has a fault. */
export async function together({ browser }, journey) {
  const everybody = []
  const comes = async (name, options) => {
    const actor = await arrives(browser, name, options)
    everybody.push(actor)
    return actor
  }
  try {
    await journey(comes)
    everybody.forEach((actor) => actor.foundNothingWrong())
  } finally {
    for (const actor of everybody) await actor.leaves()
  }
}

/** The same by somebody who reads, on a telephone without scripts and at a desk. */
export async function readsTwice(held, journey) {
  for (const options of [ON_PHONE, AT_DESK]) {
    await together(held, async (comes) => journey(await comes('A reader', options)))
  }
}

/** A test of a whole vote for each of these methods. */
export function votesByEach(held, methods) {
  for (const wanted of methods) {
    const name = `a vote by ${wanted.method}, on a telephone without scripts and at a desk by keyboard`
    test(name, { timeout: 600_000 }, () => together(held, (comes) => votesBy(comes, wanted)))
  }
}

/**
 * A whole vote: drafted and announced by one officer, voted in on a telephone and at a desk, counted, and
 * declared by a second officer. Six vote, four of them with a keyboard alone, so that totals alone are published.
 */
async function votesBy(comes, wanted) {
  const helen = await comes('Helen, council', AT_DESK)
  await signsInAsStaff(helen, PEOPLE.helen)
  const slug = await drafts(comes, helen, wanted)
  await helen.presses('Announce the vote')
  const phone = await comes('A voter on a telephone', ON_PHONE)
  await waitsUntilOpen(phone, slug)
  await phone.opens(`/votes/${slug}`)
  await phone.reads(...wanted.paper)
  await casts(phone, slug, wanted.marks, { email: `phone.${wanted.method}@voters.example` })
  const desk = await comes('A voter at a desk', AT_DESK)
  await casts(desk, slug, wanted.marks, { email: `desk.${wanted.method}@voters.example` })
  await castByKeys(comes, slug, wanted)
  await waitsFor(desk, slug, 'closed')
  await signsInAsStaff(helen, PEOPLE.helen)
  await counts(helen, slug)
  const yusuf = await comes('Yusuf, council', AT_DESK)
  await signsInAsStaff(yusuf, PEOPLE.yusuf)
  await declares(yusuf, slug)
  await phone.opens(`/votes/${slug}/result`)
  await phone.reads('There were fewer than 20 votes to count', 'How you can check it')
}
