// A vote that shares out hours of work by votes.

import { test } from 'node:test'
import { readsTwice, ticksTwo, votesByEach, withBrowser } from './steps/methods.mjs'

const held = withBrowser()

votesByEach(held, [
  { method: 'greedy', hours: '130', marks: ticksTwo, paper: ['There are 130 hours of work to share out', 'of the 130 hours'] },
])

test('a result by votes is told place by place, also those that no longer fitted', () =>
  readsTwice(held, async (reader) => {
    await reader.opens('/votes/leicester-walls/result')
    await reader.reads('How it came about', 'Tern Street', 'Robin Hill', 'Lark Lane', 'Find your own vote', 'What the panel says')
  }))
