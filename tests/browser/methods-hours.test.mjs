// Votes that share out hours of work, by votes and by equal shares, and the result of one that is over.

import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { arrives } from './people.mjs'
import { AT_DESK, ON_PHONE, ticksTwo, votesBy } from './steps/methods.mjs'

const METHODS = [
  { method: 'greedy', hours: '130', marks: ticksTwo, paper: ['There are 130 hours of work to share out', 'of the 130 hours'] },
  { method: 'equal-shares', hours: '130', marks: ticksTwo, paper: ['There are 130 hours of work to share out', 'an equal share'] },
]

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

for (const wanted of METHODS) {
  test(`a vote by ${wanted.method}, on a telephone without scripts and at a desk by keyboard`, { timeout: 300_000 }, () => votesBy(browser, wanted))
}

test('a result by equal shares is told stage by stage, with a chart and a table', async () => {
  for (const options of [ON_PHONE, AT_DESK]) {
    const reader = await arrives(browser, 'A reader', options)
    try {
      await reader.opens('/votes/leicester-small-jobs/result')
      await reader.reads('Who voted', 'How it came about', 'Find your own vote', 'What the panel says')
      reader.foundNothingWrong()
    } finally {
      await reader.leaves()
    }
  }
})
