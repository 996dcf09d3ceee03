// Votes in which places are put in order: for one winner and for several.

import { test } from 'node:test'
import { putsInOrder, readsTwice, votesByEach, withBrowser } from './steps/methods.mjs'

const held = withBrowser()

votesByEach(held, [
  { method: 'irv', marks: putsInOrder, paper: ['In which order would you have the places?'] },
  { method: 'stv', seats: '2', marks: putsInOrder, paper: ['The 2 places that win become projects', 'In which order'] },
])

test('a result for two places is told stage by stage: a surplus, exclusions, and what could not be moved', () =>
  readsTwice(held, async (reader) => {
    await reader.opens('/votes/leicester-two-paths/result')
    await reader.reads('How it came about', 'Heron Brook', 'Plover Road', 'does not need', 'drops out', 'had no further choice', 'Find your own vote')
  }))
