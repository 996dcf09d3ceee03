// Journeys A and B: from a resident's nomination to a declared vote, the project that follows, its
// sessions, its end and the public figures, with and without JavaScript.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { PEOPLE, arrives, opensLetter, signsInAsStaff, signsInByLetter } from './people.mjs'
import { PLACE, assesses, confirms, isToldOfMistakes, nominates, passes } from './steps/nominating.mjs'
import { announcesVote, cannotVoteTwice, counts, dayOn, declares, nextDay, votes, waitsFor } from './steps/voting.mjs'
import { changedBy, readsFigures } from './steps/comparing.mjs'
import { WORK, completes, correctsSession, findsProject, plansAndBegins, waitsForTwoDaysOfAMonth } from './steps/working.mjs'
import { recordsFirstSession, recordsSecondSession, recordsStoodDown, tellsNews, waitsADay } from './steps/working.mjs'
import { agrees, opensShortlist, ranks } from './steps/shortlisting.mjs'

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

async function fromIdeaToFigures(t, scripts, number) {
  const everybody = []
  const comes = async (name) => {
    const actor = await arrives(browser, name, { scripts })
    everybody.push(actor)
    return actor
  }
  try {
    const { title, reference, mailbox } = await fromIdeaToVote(t, comes, number)
    await fromProjectToFigures(comes, title, { reference, mailbox })
    everybody.forEach((actor) => actor.foundNothingWrong())
  } finally {
    for (const actor of everybody) await actor.leaves()
  }
}

async function fromIdeaToVote(t, comes, number) {
  const title = `${PLACE.title} ${number}`
  const rosa = await comes('Rosalind')
  const mailbox = `rosalind.penny${number}@resident.example`
  await isToldOfMistakes(rosa)
  const reference = await nominates(rosa, mailbox, { ...PLACE, title, place: `${PLACE.place} ${number}` })
  t.diagnostic(`nominated ${reference}`)
  await confirms(rosa, mailbox)

  const priya = await comes('Priya, probation')
  await signsInAsStaff(priya, PEOPLE.priya)
  await passes(priya, reference)
  await assesses(priya, reference)

  const helen = await comes('Helen, council')
  await signsInAsStaff(helen, PEOPLE.helen)
  const list = await opensShortlist(helen, [title])
  for (const key of ['joyce', 'harbir']) {
    const member = await comes(`${key}, panel`)
    await signsInByLetter(member, PEOPLE[key])
    await ranks(member, list, { title })
  }
  await agrees(helen, list)

  const slug = await announcesVote(helen, list, `Where should we work next? ${number}`)
  await waitsFor(rosa, slug, 'open')
  const voters = ['amber', 'basil', 'clara'].map((name) => ({ email: `${name}.${number}@resident.example`, postcode: PLACE.postcode }))
  for (const voter of voters) {
    const someone = await comes(voter.email)
    await votes(someone, slug, title, voter)
  }
  await cannotVoteTwice(await comes('Somebody with the same address'), slug, title, voters[0])
  await waitsFor(rosa, slug, 'closed')
  await signsInAsStaff(helen, PEOPLE.helen)
  await counts(helen, slug)
  const yusuf = await comes('Yusuf, council')
  await signsInAsStaff(yusuf, PEOPLE.yusuf)
  await declares(yusuf, slug)
  await rosa.opens(`/votes/${slug}/result`)
  await rosa.reads(title)
  return { title, reference, mailbox }
}

async function fromProjectToFigures(comes, title, { reference, mailbox }) {
  const visitor = await comes('A visitor')
  await visitor.opens(`/projects?q=${encodeURIComponent(title)}`)
  await visitor.follows(title)
  await visitor.reads('No session is counted here yet', 'It won the vote', 'The nomination')

  const priya = await comes('Priya, who runs the project')
  await signsInAsStaff(priya, PEOPLE.priya)
  const before = await readsFigures(visitor, priya)
  const first = await waitsForTwoDaysOfAMonth(priya)
  const expected = await dayOn(priya, 20)
  const project = await findsProject(priya, title)
  await plansAndBegins(priya, first, expected)
  await waitsADay(priya, PEOPLE.priya)
  await recordsFirstSession(priya, project, first)
  await waitsADay(priya, PEOPLE.priya)
  await recordsSecondSession(priya, project, nextDay(first))
  await correctsSession(priya)
  await recordsStoodDown(priya, project, nextDay(first))
  const helen = await comes('Helen, who publishes news')
  await signsInAsStaff(helen, PEOPLE.helen)
  await tellsNews(priya, helen, visitor, project)
  const closing = await completes(priya, project)

  changedBy(before, await readsFigures(visitor, priya), WORK.comesTo)
  await readsWholeStory(visitor, { project, reference, closing })
  await opensLetter(visitor, mailbox, `/projects/${project}`)
}

/** From the nomination and the vote to the hours, on one page. */
async function readsWholeStory(visitor, { project, reference, closing }) {
  await visitor.opens(`/projects/${project}`)
  await visitor.reads('Nominated', 'Chosen', 'Completed', 'The work was finished on', ...closing)
  await visitor.reads('Hours worked 77 hours', 'Offenders 9', 'Sessions held 2', 'Sessions stood down 1')
  await visitor.reads('A resident nominated it', 'It won the vote', '3 people chose between 5 places')
  assert.ok(!(await visitor.words()).includes('paper sheet'), 'why a session was corrected is for staff')
  await visitor.follows('The nomination')
  await visitor.reads(reference, 'Became a project')
  await visitor.opens(`/projects/${project}`)
  await visitor.follows('The vote')
  await visitor.reads('Votes cast 3')
}

test('a nomination becomes finished work in the figures, with scripts', { timeout: 600_000 }, (t) => fromIdeaToFigures(t, true, 'one'))
test('a nomination becomes finished work in the figures, without scripts', { timeout: 600_000 }, (t) => fromIdeaToFigures(t, false, 'two'))
