// Casting a vote at 400% zoom: on every page from the list of votes to the receipt nothing scrolls sideways
// and nothing is cut, whether one place is picked or places are put in order.

import { test } from 'node:test'
import { PEOPLE, signsInAsStaff } from './people.mjs'
import { AT_DESK, casts, drafts, picksOne, putsInOrder, together, waitsUntilOpen, withBrowser } from './steps/methods.mjs'
import { cannotVoteTwice } from './steps/voting.mjs'
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
