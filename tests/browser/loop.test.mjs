// Journeys A and B: from a resident's nomination to a declared vote and the project that follows, with
// and without JavaScript. Sessions and figures are not walked through here yet.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { PEOPLE, arrives, signsInAsStaff, signsInByLetter } from './people.mjs'
import { PLACE, assesses, confirms, isToldOfMistakes, nominates, passes } from './steps/nominating.mjs'
import { announcesVote, cannotVoteTwice, counts, declares, votes, waitsFor } from './steps/voting.mjs'
import { agrees, opensShortlist, ranks } from './steps/shortlisting.mjs'

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

async function fromIdeaToProject(t, scripts, number) {
  const everybody = []
  const comes = async (name) => {
    const actor = await arrives(browser, name, { scripts })
    everybody.push(actor)
    return actor
  }
  try {
    await loop(t, comes, number)
    everybody.forEach((actor) => actor.foundNothingWrong())
  } finally {
    for (const actor of everybody) await actor.leaves()
  }
}

async function loop(t, comes, number) {
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
  const list = await opensShortlist(helen, title)
  for (const key of ['joyce', 'harbir']) {
    const member = await comes(`${key}, panel`)
    await signsInByLetter(member, PEOPLE[key])
    await ranks(member, list, title)
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
  await rosa.opens(`/projects?q=${encodeURIComponent(title)}`)
  await rosa.reads(title)
}

test('a nomination becomes a project by a vote, with scripts', { timeout: 600_000 }, (t) => fromIdeaToProject(t, true, 'one'))
test('a nomination becomes a project by a vote, without scripts', { timeout: 600_000 }, (t) => fromIdeaToProject(t, false, 'two'))
