// A vote: drafted, announced, voted in, counted and declared. The demonstration's clock opens and closes it.

import assert from 'node:assert/strict'
import { lettersTo, putsClockForward } from '../people.mjs'

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** The day it is in the demonstration, so many days on. */
export async function dayOn(actor, more) {
  await actor.opens('/demo/clock')
  const found = (await actor.words()).match(/Here it is .*?(\d{1,2}) (\w+) (\d{4})/)
  assert.ok(found, 'the clock tells the day')
  const day = new Date(Date.UTC(Number(found[3]), MONTHS.indexOf(found[2]), Number(found[1]) + more))
  return { day: day.getUTCDate(), month: day.getUTCMonth() + 1, year: day.getUTCFullYear() }
}

/** The day after. */
export function nextDay({ day, month, year }) {
  const next = new Date(Date.UTC(year, month - 1, day + 1))
  return { day: next.getUTCDate(), month: next.getUTCMonth() + 1, year: next.getUTCFullYear() }
}

/** Writes a day into its three boxes. */
export async function writesDay(actor, name, day) {
  for (const part of ['day', 'month', 'year']) await actor.writes(`${name}-${part}`, day[part])
}

/** Drafts a vote on a shortlist, from tomorrow for eight days, and announces it; its address. */
export async function announcesVote(officer, list, title) {
  const opens = await dayOn(officer, 1)
  const closes = await dayOn(officer, 9)
  await officer.opens('/staff/rounds/new')
  await officer.page.locator('[name="shortlist"]').selectOption(String(list))
  await officer.writes('title', title)
  await writesDay(officer, 'opens', opens)
  await writesDay(officer, 'closes', opens)
  await officer.presses('Save the draft', 422)
  await officer.reads('There is a problem')
  assert.equal(await officer.page.locator('[name="title"]').inputValue(), title)
  await writesDay(officer, 'closes', closes)
  await officer.presses('Save the draft')
  const slug = officer.path.split('/')[3].split('?')[0]
  await officer.reads('The rules are complete')
  await officer.presses('Announce the vote')
  return slug
}

/** Lets days pass until the vote takes papers, or takes none any more. */
export async function waitsFor(actor, slug, state) {
  for (let day = 0; day < 12; day += 1) {
    await actor.opens(`/votes/${slug}`)
    const takesPapers = (await actor.page.locator('input[name="choice"]').count()) > 0
    if (state === 'open' ? takesPapers : /The vote closed on/.test(await actor.words())) return
    await putsClockForward(actor, 'day')
  }
  assert.fail(`/votes/${slug} was never ${state}: ${await actor.words()}`)
}

/** Picks the place, gives an address, types the code from the letter, and keeps the receipt. */
export async function votes(actor, slug, title, { email, postcode }) {
  await actor.opens(`/votes/${slug}`)
  await actor.page.getByRole('radio', { name: title }).check()
  await actor.presses('Continue')
  await actor.reads(title)
  await actor.writes('email', email)
  await actor.writes('postcode', postcode)
  await actor.presses('Send me a code')
  await actor.writes('code', await codeFor(email))
  await actor.presses('Cast my vote')
  await actor.reads('You have voted')
}

/** The code in the newest letter. */
export async function codeFor(email) {
  const letters = await lettersTo(email)
  const code = letters.match(/\b(\d{4}) (\d{4})\b/)
  assert.ok(code, `a code in the letter to ${email}: ${letters.slice(0, 400)}`)
  return `${code[1]} ${code[2]}`
}

/** A second vote with the same address is refused, as an ordinary page. */
export async function cannotVoteTwice(actor, slug, title, { email, postcode }) {
  await actor.opens(`/votes/${slug}`)
  await actor.page.getByRole('radio', { name: title }).check()
  await actor.presses('Continue')
  await actor.writes('email', email)
  await actor.writes('postcode', postcode)
  await actor.does((page) => page.getByRole('button', { name: 'Send me a code' }).click(), [200, 409])
  if (await actor.page.locator('[name="code"]').count()) {
    await actor.writes('code', await codeFor(email))
    await actor.does((page) => page.getByRole('button', { name: 'Cast my vote' }).click(), [200, 409])
  }
  await actor.reads(/was cast with your email address before/)
}

/** One officer counts. */
export async function counts(officer, slug) {
  await officer.opens(`/staff/rounds/${slug}`)
  await officer.presses('Count the votes')
  await officer.reads('another officer must declare')
}

/** Another declares. */
export async function declares(officer, slug) {
  await officer.opens(`/staff/rounds/${slug}`)
  await officer.presses('Declare the result')
}
