// Journey E: hostile words in every field that the public and staff can write in, then looked at on every
// page, feed and file where they come out. Nothing runs, nothing is loaded, nothing is wider than the screen.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Actor } from './actor.mjs'
import { ADDRESS, startBrowser } from './browser.mjs'
import { PEOPLE, signsInAsStaff, signsInByLetter } from './people.mjs'
import { confirms, passes, assesses, referenceOn } from './steps/nominating.mjs'
import { agrees, opensShortlist, ranks } from './steps/shortlisting.mjs'
import { announcesVote, dayOn, writesDay } from './steps/voting.mjs'

const NARROW = { width: 360, height: 740 }
const RUN = String(Date.now()).slice(-6)
/** Would set this, if anything of it ran. */
const MARK = 'globalThis.harmed=1'
const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2)
const TAGS = `<script>${MARK}</script><img src=x onerror="${MARK}"><svg onload=${MARK}>`
const BREAKS = `"'><b onmouseover=${MARK} style=position:fixed>`
const LINK = `javascript:${MARK}//`
const RIGHT_TO_LEFT = '\u202Eelttil a txet eht snrut\u202C \u0645\u0631\u062D\u0628\u0627'
const SIGNS = '\u{1F9F9}\u{1F469}\u{1F3FD}\u200D\u{1F33E} Zalgo\u0301\u0302\u0303\u0304\u0305 =1+1'
/** One line of everything, in so many letters. */
const line = (most) => `${TAGS}${BREAKS}${LINK} ${RIGHT_TO_LEFT} ${SIGNS} ${LONG}`.slice(0, most)
/** A short one that can be found again, where a field takes little. */
const short = (what) => `${what} ${RUN} <b onclick=${MARK}>"'& ${RIGHT_TO_LEFT.slice(0, 8)}\u202C`
const long = (what) => `${what} ${RUN}\n${line(900)}`

let browser
const everybody = []
before(async () => (browser = await startBrowser()))
after(async () => {
  for (const actor of everybody) await actor.leaves()
  await browser?.close()
})

async function comes(name) {
  const actor = await Actor.arrives(browser, name, NARROW)
  everybody.push(actor)
  await actor.page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => console.error(`refused by policy: ${event.violatedDirective} ${event.blockedURI}`))
  })
  return actor
}

/** Whether anything that was typed became more than words on the page shown. */
async function isUnharmed(actor) {
  const found = await actor.page.evaluate(() => ({
    ran: Boolean(globalThis.harmed),
    handlers: [...document.querySelectorAll('[onerror],[onload],[onclick],[onmouseover]')].map((e) => e.outerHTML.slice(0, 80)),
    links: [...document.querySelectorAll('a[href],form[action]')].map((e) => e.href || e.action).filter((href) => /^(javascript|data|vbscript):/i.test(href)),
  }))
  assert.deepEqual(found, { ran: false, handlers: [], links: [] }, `at ${actor.path}`)
}

/** Opens a page and holds it against everything; it must show what was typed, as words. */
async function looksAt(actor, path, wanted = RUN) {
  await actor.opens(path)
  await isUnharmed(actor)
  const words = await actor.page.locator('main').innerText()
  assert.ok(words.includes(wanted), `${path} shows ${wanted}: ${words.slice(0, 600)}`)
}

async function nominatesHostile(rosa, mailbox) {
  await rosa.opens('/nominate')
  await rosa.presses(/start now/i)
  await rosa.writes('place', short('Place'))
  await rosa.writes('where', `<script>${MARK}</script>`)
  await rosa.presses('Continue', 422)
  await isUnharmed(rosa)
  await rosa.writes('where', 'LE99 1DB')
  await rosa.presses('Continue')
  await rosa.writes('title', short('Title'))
  await rosa.writes('description', long('Description'))
  await rosa.page.locator('[name="category"]').first().check()
  await rosa.presses('Continue')
  for (const name of ['beneficiary', 'benefit', 'land-owner']) await rosa.writes(name, short(name))
  await rosa.presses('Continue')
  for (const name of ['toilets', 'site-access']) await rosa.writes(name, short(name))
  await rosa.presses('Continue')
  await rosa.writes('name', short('Rosa'))
  await rosa.writes('email', mailbox)
  await rosa.presses('Continue')
  await rosa.presses('Continue without a photo')
  if (rosa.path.startsWith('/nominate/similar')) {
    await isUnharmed(rosa)
    await rosa.presses(/mine is different/i)
  }
  await rosa.reads(short('Title').slice(0, 20))
  await isUnharmed(rosa)
  await rosa.presses('Send nomination')
  const reference = await referenceOn(rosa)
  await confirms(rosa, mailbox)
  return reference
}

async function makesProject(priya) {
  const today = await dayOn(priya, 0)
  await priya.opens('/staff/projects/new')
  await priya.page.locator('[name="area"]').selectOption({ index: 1 })
  await priya.page.locator('[name="category"]').selectOption({ index: 1 })
  await priya.writes('title', short('Project'))
  for (const name of ['place', 'beneficiary', 'supervised-by']) await priya.writes(name, short(name))
  await priya.writes('summary', long('Summary'))
  await priya.presses('Set the project up')
  await isUnharmed(priya)
  const reference = priya.path.split('/').pop()
  await priya.presses('Start the work')
  await writesDay(priya, 'on', today)
  await priya.presses('Start the work')
  await priya.presses('Record a session')
  await writesDay(priya, 'date', today)
  await priya.writes('start', `<b>`)
  await priya.writes('end', line(40))
  await priya.picks('It was stood down')
  await priya.presses('Save', 422)
  await isUnharmed(priya)
  await priya.writes('start', '00:00')
  await priya.writes('end', '00:01')
  await priya.page.getByRole('radio', { name: 'Weather' }).check()
  await priya.page.getByText('Add a note').click()
  await priya.writes('note', long('Note'))
  await priya.presses('Save')
  await isUnharmed(priya)
  await priya.presses('Something is wrong: correct it')
  await priya.writes('end', '00:02')
  await priya.writes('correction', short('Correction'))
  await priya.presses('Save the correction')
  await looksAt(priya, `/staff/projects/${reference}/sessions`)
  await priya.opens(`/staff/projects/${reference}/updates/new`)
  await priya.writes('title', short('News'))
  await priya.writes('body', long('Body'))
  await priya.presses('Save')
  return reference
}

/** Puts it on a shortlist and to a vote, and looks at each page on the way. */
async function shortlistsAndVotes(helen) {
  await looksAt(helen, '/staff/panels/leicester/shortlists/new')
  const list = await opensShortlist(helen, [RUN])
  await isUnharmed(helen)
  for (const key of ['joyce', 'harbir']) {
    const member = await comes(key)
    await signsInByLetter(member, PEOPLE[key])
    await looksAt(member, `/panels/leicester/shortlists/${list}/rank`)
    await ranks(member, list, { title: RUN })
  }
  await agrees(helen, list)
  await looksAt(helen, `/panels/leicester/shortlists/${list}`)
  const slug = await announcesVote(helen, list, short('Vote'))
  await looksAt(helen, `/staff/rounds/${slug}`)
  await looksAt(helen, `/votes/${slug}`)
}

/** Files and feeds: sent as what they are, never as a page, and no cell begins a formula. */
async function filesAreTame(paths) {
  for (const path of paths) {
    const answer = await fetch(ADDRESS + path)
    const text = await answer.text()
    assert.equal(answer.status, 200, path)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path)
    assert.doesNotMatch(answer.headers.get('content-type'), /text\/html/, path)
    assert.ok(text.includes(RUN), `${path} holds what was typed`)
    if (path.endsWith('.atom')) assert.doesNotMatch(text, /<(script|img|svg|b)\b/i, path)
    if (path.endsWith('.csv')) assert.doesNotMatch(text, /(^|,)"?[=@]/m, path)
    if (path.endsWith('json')) JSON.parse(text)
  }
}

test('what somebody hostile writes is only ever words', { timeout: 300_000 }, async () => {
  const rosa = await comes('Rosa, who is hostile')
  const reference = await nominatesHostile(rosa, `rosa.${RUN}@resident.example`)
  const priya = await comes('Priya')
  await signsInAsStaff(priya, PEOPLE.priya)
  await looksAt(priya, `/staff/nominations/${reference}`)
  await looksAt(priya, '/staff')
  await passes(priya, reference)
  await assesses(priya, reference)
  await looksAt(priya, `/staff/nominations?q=${RUN}`)
  const project = await makesProject(priya)
  await looksAt(priya, `/staff/projects/${project}`)
  await looksAt(priya, `/staff/projects?q=${RUN}`)
  const helen = await comes('Helen')
  await signsInAsStaff(helen, PEOPLE.helen)
  await shortlistsAndVotes(helen)
  await helen.opens(`/staff/projects/${project}`)
  if (await helen.page.getByRole('button', { name: /^Publish/ }).count()) await helen.presses(/^Publish/)
  await priya.opens(`/staff/projects/${project}`)
  await priya.presses('Complete the project')
  for (const name of ['work-done', 'closing-statement']) await priya.writes(name, long(name))
  await priya.presses('Complete it and publish this')

  const rita = await comes('Rita')
  await signsInByLetter(rita, PEOPLE.rita)
  await rita.opens(`/projects/${project}/feedback`)
  const words = rita.page.locator('textarea').first()
  if (await words.count()) {
    await rita.page.locator('[type=radio]').first().check()
    await words.fill(long('Feedback'))
    await rita.does((page) => page.locator('main button').last().click(), [200, 403, 422])
    await isUnharmed(rita)
  }

  const visitor = await comes('A visitor')
  for (const path of [
    `/nominations/${reference}`, `/nominations?q=${RUN}`, `/nominations/${reference}/support`, `/follow/nomination/${reference}`,
    `/projects/${project}`, `/projects?q=${RUN}`, `/follow/project/${project}`, '/', '/projects?sort=newest',
    `/demo/post?to=rosa.${RUN}@resident.example`,
  ]) await looksAt(visitor, path)
  const asked = ['q', 'area', 'stage', 'sort', 'from', 'page', 'category', 'to'].map((field) => `${field}=${encodeURIComponent(line(180))}`)
  for (const page of ['/nominations', '/projects', '/figures', '/areas', '/demo/post']) {
    await visitor.does((at) => at.goto(`${ADDRESS}${page}?${asked.join('&')}`), [200, 400, 404, 422])
    await isUnharmed(visitor)
  }
  await filesAreTame(['/data/nominations.csv', '/data/projects.csv', '/feeds/nominations.atom', '/feeds/projects.atom', `/feeds/projects/${project}.atom`, `/nominations.csv?q=${RUN}`, `/projects.csv?q=${RUN}`])
  everybody.forEach((actor) => actor.foundNothingWrong())
})
