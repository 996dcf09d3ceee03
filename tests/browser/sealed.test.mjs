// A sealed vote from its keys to everybody's check of it: the key is made off the server and tested before
// the vote opens, letters vote, the clock closes, the key is brought, a second officer declares, a voter
// finds the own line, and anybody checks the five files.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { PEOPLE, signsInAsStaff } from './people.mjs'
import { AT_DESK, ON_PHONE, drafts, together, waitsUntilOpen, withBrowser } from './steps/methods.mjs'
import {
  OtherComputer, countsWithKey, downloads, findsOwnLine, makesLetters, passesTheTest, sealsTheBox, votesQuickly,
} from './steps/sealing.mjs'
import { declares, waitsFor } from './steps/voting.mjs'

const LETTERS = 22

const held = withBrowser()
const computer = new OtherComputer()
after(() => computer.clearsUp())

/** Votes with a letter on a telephone without scripts, with check words; the receipt. */
async function votesWithLetter(voter, slug, choice, code) {
  await voter.opens(`/votes/${slug}`)
  await voter.reads('I have a voting code')
  await voter.picksValue('choice', choice)
  await voter.presses('Continue')
  await voter.writes('code', 'AAAAA-AAAAA-AAAAA')
  await voter.presses('Cast my vote', 422)
  await voter.writes('code', code.toLowerCase())
  await voter.page.locator('details', { hasText: 'check words' }).locator('summary').click()
  await voter.page.locator('[name="word-1"]').selectOption({ index: 3 })
  await voter.page.locator('[name="word-2"]').selectOption({ index: 7 })
  await voter.presses('Cast my vote')
  await voter.reads('You have voted', 'Print or save this page now')
  return (await voter.words()).match(/\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b/)[0]
}

test('a sealed vote, from its key to everybody’s check', { timeout: 300_000 }, () =>
  together(held, async (comes) => {
    const helen = await comes('Helen, council', AT_DESK)
    await signsInAsStaff(helen, PEOPLE.helen)
    const slug = await drafts(comes, helen, { method: 'plurality' })
    await sealsTheBox(helen, slug, computer.makesKeys())
    await helen.presses('Announce the vote')
    await passesTheTest(helen, slug, computer)
    const [first, ...others] = await makesLetters(helen, slug, LETTERS)

    const phone = await comes('A voter on a telephone', ON_PHONE)
    await waitsUntilOpen(phone, slug)
    await phone.opens(`/votes/${slug}`)
    const values = await phone.page.locator('input[name="choice"]').evaluateAll((all) => all.map((one) => one.value))
    const [most, less] = values.filter((one) => one !== 'blank').sort()
    const receipt = await votesWithLetter(phone, slug, most, first)
    for (const [number, code] of others.entries()) await votesQuickly(phone.page, slug, number % 3 ? most : less, code)
    await waitsFor(phone, slug, 'closed')

    await signsInAsStaff(helen, PEOPLE.helen)
    await countsWithKey(helen, slug, computer)
    const yusuf = await comes('Yusuf, council', AT_DESK)
    await signsInAsStaff(yusuf, PEOPLE.yusuf)
    await declares(yusuf, slug)
    await yusuf.reads('destroy every copy of the private key')

    await findsOwnLine(phone, slug, receipt)
    const checked = computer.checks(await downloads(phone, slug))
    assert.match(checked, /holds {2}the count/)
    assert.doesNotMatch(checked, /WRONG/)
  }))
