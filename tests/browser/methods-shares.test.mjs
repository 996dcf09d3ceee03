// A vote that shares out hours of work by equal shares, and the result of one that is over.

import { test } from 'node:test'
import { readsTwice, ticksTwo, votesByEach, withBrowser } from './steps/methods.mjs'

const held = withBrowser()

votesByEach(held, [
  { method: 'equal-shares', hours: '130', marks: ticksTwo, paper: ['There are 130 hours of work to share out', 'an equal share'] },
])

test('a result by equal shares is told stage by stage, with a chart and a table', () =>
  readsTwice(held, async (reader) => {
    await reader.opens('/votes/leicester-small-jobs/result')
    await reader.reads('Who voted', 'How it came about', 'Find your own vote', 'What the panel says')
  }))
