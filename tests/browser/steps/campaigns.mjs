// A campaign: made once, filled by officers of several councils, announced, and shown on one page.

import assert from 'node:assert/strict'
import { Keyboard } from '../keyboard.mjs'
import { dayOn, writesDay } from './voting.mjs'

/** Makes a campaign with the keyboard alone, after a form with mistakes; its address. */
export async function makesCampaign(officer, { name, about }) {
  const [opens, closes] = [await dayOn(officer, 1), await dayOn(officer, 9)]
  await officer.opens('/staff/rounds')
  await officer.presses('Campaigns')
  await officer.presses('Make a campaign')
  await officer.presses('Make the campaign', 422)
  await officer.reads('There is a problem', 'Enter a name for the campaign')
  const keys = new Keyboard(officer)
  await keys.opens('/staff/campaigns/new')
  await keys.types('name', name)
  await keys.types('about', about)
  await writesDay(officer, 'opens', opens)
  await writesDay(officer, 'closes', closes)
  await keys.follows('Make the campaign')
  keys.foundNothingWrong()
  await officer.reads('This campaign has no vote yet')
  return officer.path.split('/').at(-1)
}

/** Brings the area's shortlist in; the address of its vote. */
export async function bringsIn(officer, slug, area) {
  await officer.opens(`/staff/campaigns/${slug}`)
  await officer.presses('Draft these votes', 422)
  await officer.reads('Pick at least one shortlist')
  await officer.page.locator('[name="lists"]').first().check()
  await officer.presses('Draft these votes')
  const link = officer.page.locator('main table a', { hasText: `: ${area}` })
  return (await link.getAttribute('href')).split('/').at(-1)
}

/** Announces every draft that is the officer's. */
export async function announcesAll(officer, slug) {
  await officer.opens(`/staff/campaigns/${slug}`)
  await officer.presses('Announce all drafts')
  await officer.reads('1 vote is announced')
}

/** The page of all votes of the campaign says so of each area. */
export async function shows(visitor, slug, wanted) {
  await visitor.opens(`/votes/campaigns/${slug}`)
  for (const [area, words] of Object.entries(wanted)) {
    const row = visitor.page.locator('main tbody tr', { hasText: `: ${area}` })
    const said = (await row.innerText()).replace(/\s+/g, ' ')
    assert.ok(said.includes(words), `${area}: ${words}, not ${said}`)
  }
}

/** Somebody who lives in another area is told so, and keeps what was typed. */
export async function votesElsewhere(voter, slug, marks, email) {
  await voter.opens(`/votes/${slug}`)
  await marks(voter)
  await voter.writes('email', email)
  await voter.writes('postcode', 'LE99 1DB')
  await voter.presses('Send me a code', 422)
  await voter.reads('There is a problem')
  assert.equal(await voter.page.locator('[name="email"]').inputValue(), email)
}
