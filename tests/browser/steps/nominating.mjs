// From a resident's idea to a nomination that the panel can shortlist.

import assert from 'node:assert/strict'
import { opensLetter } from '../people.mjs'

/** A place that nobody in the demonstration has nominated. */
export const PLACE = {
  place: 'Steps between Thistle Rise and the tram garden',
  postcode: 'LE99 1DB',
  title: 'Clear the Thistle Rise steps',
  description: 'The steps are covered with brambles and leaves. Clear them, cut the hedge back and paint the handrail.',
  beneficiary: 'Everybody who walks to the shops from Thistle Rise',
  benefit: 'People could walk down in the dark without slipping.',
  'land-owner': 'The council',
  toilets: 'In the library, two minutes away.',
  'site-access': 'Level from the road at the lower end.',
}

/** Answers every page of the form up to the photos. */
export async function answersQuestions(actor, email, answers = PLACE) {
  await actor.opens('/nominate')
  await actor.presses(/start now/i)
  await answersPlace(actor, answers)
  for (const name of ['title', 'description']) await actor.writes(name, answers[name])
  await actor.page.locator('[name="category"]').first().check()
  await actor.presses('Continue')
  for (const name of ['beneficiary', 'benefit', 'land-owner']) await actor.writes(name, answers[name])
  await actor.presses('Continue')
  for (const name of ['toilets', 'site-access']) await actor.writes(name, answers[name])
  await actor.presses('Continue')
  await actor.fills('Your name', 'Rosalind Penny')
  const mailbox = actor.page.locator('[name="email"]')
  if (await mailbox.count()) await mailbox.fill(email)
  await actor.presses('Continue')
}

/** Answers every page of the form and sends it; the reference. */
export async function nominates(actor, email, answers = PLACE) {
  await answersQuestions(actor, email, answers)
  await actor.presses('Continue without a photo')
  if (actor.path.startsWith('/nominate/similar')) await actor.presses(/mine is different/i)
  await actor.reads(answers.title, answers.place)
  await actor.presses('Send nomination')
  return referenceOn(actor)
}

async function answersPlace(actor, answers) {
  await actor.writes('place', answers.place)
  await actor.writes('where', answers.postcode)
  await actor.presses('Continue')
}

/** The reference that a page tells. */
export async function referenceOn(actor) {
  const found = (await actor.words()).match(/\b[A-Z]{2}-\d{4}-\d{4,}\b/)
  assert.ok(found, `no reference at ${actor.path}: ${(await actor.words()).slice(0, 300)}`)
  return found[0]
}

/** Opens the link in the letter and presses the button. */
export async function confirms(actor, email) {
  await opensLetter(actor, email, '/nominations/confirm/')
  await actor.presses(/./)
}

/** Sends wrong forms and insists that what was typed is still there. */
export async function isToldOfMistakes(actor) {
  await actor.opens('/nominate/place')
  await actor.writes('place', '')
  await actor.writes('where', 'not a known place')
  await actor.presses('Continue', 422)
  await actor.reads('There is a problem')
  assert.equal(await actor.page.locator('[name="where"]').inputValue(), 'not a known place')
}

/** A moderator lets the public see it. */
export async function passes(staff, reference) {
  await staff.opens(`/staff/nominations/${reference}`)
  await staff.presses('Pass for everybody to see')
  await staff.presses(/^Pass$/)
}

/** Probation staff find that it can be done. */
export async function assesses(staff, reference) {
  await staff.opens(`/staff/nominations/${reference}/assess`)
  const scales = await staff.page.locator('input[type=radio][value="4"]').all()
  assert.equal(scales.length, 8, 'eight factors')
  for (const scale of scales) await scale.check()
  await staff.picks('Given')
  await staff.writes('permission-from', 'Leicester City Council parks')
  const [day, month, year] = ['risk-day', 'risk-month', 'risk-year']
  await staff.writes(day, 1)
  await staff.writes(month, 11)
  await staff.writes(year, 2026)
  await staff.writes('hours', 120)
  await staff.writes('group', 8)
  await staff.presses('Save assessment')
}
