// Votes with one mark and with several, and the page that explains how votes are counted.

import { test } from 'node:test'
import { picksOne, readsTwice, ticksTwo, votesByEach, withBrowser } from './steps/methods.mjs'

const held = withBrowser()

votesByEach(held, [
  { method: 'plurality', marks: picksOne, paper: ['The place that wins becomes a project'] },
  { method: 'approval', seats: '2', marks: ticksTwo, paper: ['The 2 places that win become projects'] },
])

test('the page that explains the count is the same with scripts and without', () =>
  readsTwice(held, async (reader) => {
    await reader.opens('/how-a-vote-is-counted')
    await reader.reads('gets one vote and no more', 'How votes are counted', 'What this is not')
  }))

test('a result by ticks is told with a chart and a table', () =>
  readsTwice(held, async (reader) => {
    await reader.opens('/votes/leicester-quiet-corners/result')
    await reader.reads('Jackdaw House', 'Rook Court', '15 votes', '14 votes', 'Find your own vote')
  }))
