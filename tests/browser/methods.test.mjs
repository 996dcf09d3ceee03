// Papers with several places and with an order, by telephone without JavaScript and at a desk by keyboard.
// The paper explains mistakes, the receipt shows what was marked, two officers count.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { PEOPLE, arrives, signsInAsStaff } from './people.mjs'
import { codeFor, counts, dayOn, declares, waitsFor, writesDay } from './steps/voting.mjs'

const POSTCODE = 'LE99 1DB'
const ON_PHONE = { scripts: false, width: 360, height: 640, touch: true }
const AT_DESK = { scripts: true, width: 1280, height: 800 }
const METHODS = [
  { method: 'approval', seats: 2, marks: ticksTwo, choice: /2 places that win/ },
  { method: 'irv', marks: putsInOrder, choice: /First choice: / },
]

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

/** Drafts a round with a method on the shortlist that everybody may vote on, and announces it. */
async function announces(officer, { method, seats = '', hours = '' }) {
  const [opens, closes] = [await dayOn(officer, 1), await dayOn(officer, 9)]
  await officer.opens('/staff/rounds/new')
  const lists = officer.page.locator('[name="shortlist"]')
  await lists.selectOption({ index: 1 })
  await officer.writes('title', `A vote by ${method}`)
  await writesDay(officer, 'opens', opens)
  await writesDay(officer, 'closes', closes)
  await officer.picksValue('method', method)
  await officer.writes('seats', seats === '' ? '1' : seats)
  await officer.writes('budget-hours', hours)
  await officer.presses('Save the draft')
  const slug = officer.path.split('/')[3].split('?')[0]
  await officer.reads('The rules are complete')
  await officer.presses('Announce the vote')
  return slug
}

/** Marks a box or a list with the keyboard alone. */
async function byKeyboard(control, key) {
  await control.focus()
  await control.press(key)
}

async function ticksTwo(actor) {
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

async function putsInOrder(actor) {
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

async function casts(actor, slug, marks, email) {
  await actor.opens(`/votes/${slug}`)
  await marks(actor)
  await actor.writes('email', email)
  await actor.writes('postcode', POSTCODE)
  await actor.presses('Send me a code')
  await actor.writes('code', await codeFor(email))
  await actor.presses('Cast my vote')
  await actor.reads('You have voted', 'Receipt code')
}

/** Open for this method's papers; the shared step looks for ticks only. */
async function opens(actor, slug) {
  for (let day = 0; day < 3; day += 1) {
    await actor.opens(`/votes/${slug}`)
    if ((await actor.page.locator('form[action$="/review"]').count()) > 0) return
    await actor.opens('/demo/clock')
    await actor.picksValue('by', 'day')
    await actor.presses('Put the clock forward')
  }
  assert.fail(`/votes/${slug} never opened`)
}

for (const wanted of METHODS) {
  test(`a vote by ${wanted.method}, on a telephone without scripts and at a desk by keyboard`, { timeout: 600_000 }, async () => {
    const everybody = []
    const comes = async (name, options) => {
      const actor = await arrives(browser, name, options)
      everybody.push(actor)
      return actor
    }
    try {
      const helen = await comes('Helen, council', AT_DESK)
      await signsInAsStaff(helen, PEOPLE.helen)
      const slug = await announces(helen, wanted)
      const phone = await comes('A voter on a telephone', ON_PHONE)
      await opens(phone, slug)
      await phone.opens(`/votes/${slug}`)
      if (!wanted.method.match(/irv|stv/)) await phone.reads(wanted.choice)
      await casts(phone, slug, wanted.marks, `phone.${wanted.method}@voters.example`)
      const desk = await comes('A voter at a desk', AT_DESK)
      await casts(desk, slug, wanted.marks, `desk.${wanted.method}@voters.example`)
      await waitsFor(desk, slug, 'closed')
      await signsInAsStaff(helen, PEOPLE.helen)
      await counts(helen, slug)
      const yusuf = await comes('Yusuf, council', AT_DESK)
      await signsInAsStaff(yusuf, PEOPLE.yusuf)
      await declares(yusuf, slug)
      await phone.opens(`/votes/${slug}/result`)
      await phone.reads('Fewer than 20 people voted', 'How you can check it')
      everybody.forEach((actor) => actor.foundNothingWrong())
    } finally {
      for (const actor of everybody) await actor.leaves()
    }
  })
}

test('the page that explains the count is the same with scripts and without', async () => {
  for (const options of [ON_PHONE, AT_DESK]) {
    const reader = await arrives(browser, 'A reader', options)
    try {
      await reader.opens('/how-a-vote-is-counted')
      await reader.reads('Nobody can vote twice', 'How votes are counted', 'What this is not')
      reader.foundNothingWrong()
    } finally {
      await reader.leaves()
    }
  }
})
