// Journeys A and B: the whole loop, from a resident's nomination to the hours in the public figures,
// with and without JavaScript.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { PEOPLE, arrives, signsInAsStaff, signsInByLetter } from './people.mjs'
import { PLACE, assesses, confirms, isToldOfMistakes, nominates, passes } from './steps/nominating.mjs'
import { agrees, opensShortlist, ranks } from './steps/shortlisting.mjs'

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

async function wholeLoop(t, scripts, number) {
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
  return { title, reference, list }
}

test('the whole loop, with scripts', { timeout: 600_000 }, (t) => wholeLoop(t, true, 'one'))
test('the whole loop, without scripts', { timeout: 600_000 }, (t) => wholeLoop(t, false, 'two'))
