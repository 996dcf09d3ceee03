// A vote with papers, from the printer to the count: codes are printed, a desk marks people and hands papers
// over, one is spoilt and swapped, two officers key each paper and differ, two sign, and a voter finds the
// code of the own strip in the published list.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Keyboard } from './keyboard.mjs'
import { PEOPLE, signsInAsStaff } from './people.mjs'
import { AT_DESK, ON_PHONE, casts, drafts, picksOne, together, waitsUntilOpen, withBrowser } from './steps/methods.mjs'
import {
  keysPaper, keysQuickly, marks, marksByKeyboard, marksQuickly, printsPapers, signs, swaps, takesPapers,
} from './steps/papers.mjs'
import { OtherComputer, downloads, findsOwnLine } from './steps/sealing.mjs'
import { counts, declares, waitsFor } from './steps/voting.mjs'

const PRINTED = 26
/** What is on the papers that came back: one is blank, one has two marks. */
const MARKED = [...'AAAAAAAAAAAABBBBBBCC', '0', 'AB']

const held = withBrowser()
const computer = new OtherComputer()
after(() => computer.clearsUp())

/** One marks people at the desk with a keyboard alone, one on a telephone without scripts, who swaps a spoilt paper. */
async function atTheDesk(officer, clerk, slug, spoilt) {
  const keys = new Keyboard(officer)
  await marksByKeyboard(keys, slug, 'Ada Example')
  keys.foundNothingWrong()
  await marks(clerk, slug, 'ada  example', { told: 'Give this person no paper' })
  await marks(clerk, slug, 'Bruno Example', { house: '14', way: 'paper', told: 'Give this person one paper' })
  await marksQuickly(clerk.page, slug, MARKED.length)
  await swaps(clerk, slug, spoilt)
  await clerk.reads('People are marked in the register for a paper: 23 at a desk and fewer than 10 for a paper by post')
}

/** Two officers key every paper: on one they differ, and look again; one is set aside and keyed anew. */
async function twoKey(helen, yusuf, slug, codes) {
  const [first, second, ...rest] = MARKED.map((marked, at) => [codes[at], marked])
  await keysPaper(helen, slug, [codes[1], 'Z'], 'There is a problem', 422)
  await keysPaper(helen, slug, first, 'Somebody else must key it too')
  await keysPaper(yusuf, slug, [first[0], 'B'], 'the two keyings differ')
  await yusuf.reads('Papers on which two people differ', first[0])
  await keysPaper(yusuf, slug, first, 'two people agree')
  await keysPaper(helen, slug, [first[0], 'C'], 'A code is entered once', 422)
  await keysPaper(helen, slug, second, 'Somebody else must key it too')
  await keysPaper(yusuf, slug, [second[0], 'C'], 'the two keyings differ')
  await yusuf.presses(`Set ${second[0]} aside`)
  await yusuf.reads('both keyings are set aside')
  for (const officer of [helen, yusuf]) await keysQuickly(officer.page, slug, [second, ...rest])
  await keysPaper(yusuf, slug, [codes.at(-1), 'A'], 'This paper was cancelled', 422)
}

test('a vote on paper, from the printer to the strip in the list', { timeout: 420_000 }, () =>
  together(held, async (comes) => {
    const helen = await comes('Helen, council', AT_DESK)
    await signsInAsStaff(helen, PEOPLE.helen)
    const slug = await drafts(comes, helen, { method: 'plurality' })
    await takesPapers(helen, slug)
    await helen.presses('Announce the vote')
    const codes = await printsPapers(helen, slug, PRINTED)

    const phone = await comes('A voter on a telephone', ON_PHONE)
    await waitsUntilOpen(phone, slug)
    await casts(phone, slug, picksOne, { email: 'phone.papers@voters.example' })
    const yusuf = await comes('Yusuf, council, on a telephone', ON_PHONE)
    await signsInAsStaff(yusuf, PEOPLE.yusuf)
    await signsInAsStaff(helen, PEOPLE.helen)
    await atTheDesk(helen, yusuf, slug, codes.at(-1))
    await waitsFor(phone, slug, 'closed')

    await signsInAsStaff(helen, PEOPLE.helen)
    await signsInAsStaff(yusuf, PEOPLE.yusuf)
    await helen.opens(`/staff/rounds/${slug}`)
    await helen.reads('The votes cannot be counted yet', '“Library desk”: not signed off yet')
    await twoKey(helen, yusuf, slug, codes)
    await helen.opens(`/staff/rounds/${slug}/papers`)
    await helen.reads('22 of them; 1 was spoilt and swapped; 3 were not handed over or did not come back')
    await signs(helen, slug, 'You have signed this batch. Somebody else must sign it too')
    await signs(yusuf, slug, 'By two people')
    await counts(helen, slug)
    await declares(yusuf, slug)

    await phone.opens(`/votes/${slug}/result`)
    await phone.reads('23 people voted', '[c] on a paper at a desk', '1 paper was spoilt and swapped')
    await phone.page.getByText('1 paper was spoilt and swapped').click()
    await phone.reads(`Cancelled, and in no list: ${codes.at(-1)}`)
    await findsOwnLine(phone, slug, codes[0])
    const files = await downloads(phone, slug)
    const list = String(files.find(([name]) => name === 'ballots.csv')[1])
    assert.equal(list.trim().split('\n').length, 1 + 1 + MARKED.length)
    assert.ok(list.includes(`${codes[20]},,\n`), 'the blank paper is in the list')
    assert.ok(!list.includes(codes.at(-1)) && !list.includes(codes[23]), 'papers that were not counted are in no list')
    const checked = computer.checks(files)
    assert.match(checked, /holds {2}the count/)
    assert.doesNotMatch(checked, /WRONG/)
  }))
