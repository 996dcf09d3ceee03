// Casting a vote at 400% zoom: on every page from the list of votes to the receipt nothing scrolls sideways
// and nothing is cut, whether one place is picked or places are put in order. The same vote on a paper-white screen:
// with the colours of the reader's own and with none.

import { test } from 'node:test'
import { PEOPLE, signsInAsStaff } from './people.mjs'
import { AT_DESK, casts, drafts, picksOne, putsInOrder, together, waitsUntilOpen, withBrowser } from './steps/methods.mjs'
import { cannotVoteTwice } from './steps/voting.mjs'
import { PAPER_WHITE, seesInBlackAndWhite } from './steps/paper-white.mjs'
import { ZOOMED, seesAllOf } from './steps/zooming.mjs'

const LIVE = 'leicester-next-place'

const held = withBrowser()

test('one place is picked at 400% zoom, from the list of votes to the receipt', { timeout: 240_000 }, () =>
  together(held, async (comes) => {
    const voter = seesAllOf(await comes('A voter at 400%', ZOOMED))
    await voter.opens('/votes')
    await voter.opens('/how-a-vote-is-counted')
    const email = 'zoom.one@voters.example'
    await casts(voter, LIVE, picksOne, { email })
    const again = seesAllOf(await comes('The same voter again', ZOOMED))
    await again.opens(`/votes/${LIVE}`)
    const title = await again.page.locator('label[for="choice"]').first().innerText()
    await cannotVoteTwice(again, LIVE, title.trim(), { email, postcode: 'LE99 1DB' })
  }))

test('places are put in order at 400% zoom', { timeout: 240_000 }, () =>
  together(held, async (comes) => {
    const helen = await comes('Helen, council', AT_DESK)
    await signsInAsStaff(helen, PEOPLE.helen)
    const slug = await drafts(comes, helen, { method: 'irv' })
    await helen.presses('Announce the vote')
    const voter = seesAllOf(await comes('A voter at 400%', ZOOMED))
    await waitsUntilOpen(voter, slug)
    await casts(voter, slug, putsInOrder, { email: 'zoom.order@voters.example' })
  }))

test('one place is picked on a paper-white screen, with forced colours and with no colour at all', { timeout: 240_000 }, () =>
  together(held, async (comes) => {
    for (const [at, screen] of PAPER_WHITE.entries()) {
      const voter = await seesInBlackAndWhite(await comes(`A voter on ${screen.name}`, { scripts: false, width: 600, height: 800 }), screen)
      await voter.opens('/votes')
      await voter.opens('/how-a-vote-is-counted')
      await casts(voter, LIVE, picksOne, { email: `paper.white.${at}@voters.example` })
    }
  }))
