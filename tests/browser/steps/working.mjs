// The work: probation staff plan and begin the project, record its sessions, correct one, complete it.

import assert from 'node:assert/strict'
import { PEOPLE, putsClockForward, signsInAsStaff } from '../people.mjs'
import { dayOn, nextDay, writesDay } from './voting.mjs'

/** What is recorded, and what it must come to. Whole hours, so that every page can show them all. */
export const WORK = {
  first: { start: '0930', end: '1530', attending: 8, minutes: { offered: 2880, credited: 2820 } },
  second: { start: '10:00', end: '15:00', attending: 7, fresh: 2 },
  corrected: { attending: 6, fresh: 1 },
  comesTo: { projects: 1, offenders: 9, attendances: 14, held: 2, stoodDown: 1, hoursOffered: 78, hoursWorked: 77 },
}
const NEWS = { title: 'The first steps are clear', body: 'The lower steps are open again. The handrail comes next.' }
const CLOSING = {
  'work-done': 'Thirty steps cleared, the hedge cut back on both sides, the handrail painted.',
  'closing-statement': 'You can walk down in the dark again. Thank you to the library for the water.',
}

/** Finds the project on the first page of staff, among what waits for them. */
export async function findsProject(staff, title) {
  await staff.opens('/staff')
  await staff.follows(`Plan the project: ${title}`)
  const found = staff.path.match(/^\/staff\/projects\/([A-Z]{2}-\d{4}-P\d+)$/)
  assert.ok(found, `the page of a project, not ${staff.path}`)
  return found[1]
}

/** Gives it a month and a day to be done by, then its first day: today, as the form offers. */
export async function plansAndBegins(staff, today, expected) {
  await staff.presses('Give it a month')
  await staff.writes('month-month', today.month)
  await staff.writes('month-year', today.year)
  await writesDay(staff, 'expected', expected)
  await staff.presses('Give it a month')
  await staff.presses('Start the work')
  await staff.presses('Start the work')
  await staff.reads('In progress')
}

/** Lets a day pass, and signs in again. */
export async function waitsADay(staff, email) {
  await putsClockForward(staff, 'day')
  await signsInAsStaff(staff, email)
}

/**
 * Today, once tomorrow is in the same month. The second session brings one new person: in a month of its
 * own that small number would wait for company, and the public figures would not show it yet.
 */
export async function waitsForTwoDaysOfAMonth(staff) {
  const today = await dayOn(staff, 0)
  if (nextDay(today).month === today.month) return today
  await waitsADay(staff, PEOPLE.priya)
  return dayOn(staff, 0)
}

/** The first session: nothing is offered yet, everybody is new, and one left an hour early. */
export async function recordsFirstSession(staff, reference, day) {
  const { start, end, attending, minutes } = WORK.first
  await staff.opens(`/staff/projects/${reference}`)
  await staff.presses('Record a session')
  await staff.presses('Save', 422)
  await staff.reads('There is a problem', 'Choose whether the session was held')
  await writesDay(staff, 'date', day)
  await staff.writes('start', start)
  await staff.writes('end', end)
  await staff.picks('It was held')
  await staff.writes('attending', attending)
  await staff.page.getByText('Somebody came late or left early').click()
  await staff.writes('minutes-offered', minutes.offered)
  await staff.writes('minutes-credited', minutes.credited)
  await staff.presses('Save')
  await staff.reads('Saved', '48 hours', '47 hours')
}

/** A session like the last, with two wrong numbers. Answers where to correct it. */
export async function recordsSecondSession(staff, reference, day) {
  await staff.opens(`/staff/projects/${reference}`)
  await staff.presses('Record a session')
  const offered = (name) => staff.page.locator(`[name="${name}"]`).inputValue()
  assert.deepEqual([await offered('start'), await offered('end'), await offered('attending')], ['09:30', '15:30', '8'])
  const { start, end, attending, fresh } = WORK.second
  await writesDay(staff, 'date', day)
  await staff.writes('start', start)
  await staff.writes('end', end)
  await staff.picks('It was held')
  await staff.writes('attending', attending)
  await staff.writes('new-to-project', fresh)
  await staff.presses('Save')
  await staff.reads('35 hours')
}

/** Corrects the session just saved: first without a reason, which is refused, then with one. */
export async function correctsSession(staff) {
  const { attending, fresh } = WORK.corrected
  await staff.presses('Something is wrong: correct it')
  await staff.writes('attending', attending)
  await staff.writes('new-to-project', fresh)
  // The minutes of the session followed from its times and people, and follow again.
  for (const name of ['minutes-offered', 'minutes-credited']) {
    assert.equal(await staff.page.locator(`[name="${name}"]`).inputValue(), '')
  }
  await staff.presses('Save the correction', 422)
  await staff.reads('Say why the session is corrected')
  assert.equal(await staff.page.locator('[name="attending"]').inputValue(), String(attending))
  await staff.writes('correction', 'I read the paper sheet wrongly.')
  await staff.presses('Save the correction')
  await staff.reads('Correction saved', '30 hours', 'I read the paper sheet wrongly.')
  await staff.presses('All sessions of this project')
  await staff.reads('Before it was corrected', '7 people, 2 of them new', 'Corrected: I read the paper sheet wrongly.')
}

/** A session that did not take place. */
export async function recordsStoodDown(staff, reference, day) {
  await staff.opens(`/staff/projects/${reference}`)
  await staff.presses('Record a session')
  await writesDay(staff, 'date', day)
  await staff.writes('start', '9')
  await staff.writes('end', '12')
  await staff.picks('It was stood down')
  await staff.page.getByRole('radio', { name: 'Weather' }).check()
  await staff.presses('Save')
  await staff.reads('Saved', 'Weather')
}

/** Staff write news; it is not public until an officer publishes it. */
export async function tellsNews(staff, officer, visitor, reference) {
  await staff.opens(`/staff/projects/${reference}`)
  await staff.presses('Write news')
  for (const name of ['title', 'body']) await staff.writes(name, NEWS[name])
  await staff.presses('Save')
  await visitor.opens(`/projects/${reference}`)
  assert.ok(!(await visitor.words()).includes(NEWS.title), 'news that nobody has published is not public')
  await officer.opens(`/staff/projects/${reference}`)
  await officer.presses(/^Publish/)
  await visitor.opens(`/projects/${reference}`)
  await visitor.reads(NEWS.title, NEWS.body)
}

/** Completes the project with what was done and a closing statement. */
export async function completes(staff, reference) {
  await staff.opens(`/staff/projects/${reference}`)
  await staff.presses('Complete the project')
  for (const name of Object.keys(CLOSING)) await staff.writes(name, CLOSING[name])
  await staff.presses('Complete it and publish this')
  await staff.reads('Completed')
  return Object.values(CLOSING)
}
