// Votes with one mark and with several, and the page that explains how votes are counted.

import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { arrives } from './people.mjs'
import { AT_DESK, ON_PHONE, picksOne, ticksTwo, votesBy } from './steps/methods.mjs'

const METHODS = [
  { method: 'plurality', marks: picksOne, paper: ['The place that wins becomes a project'] },
  { method: 'approval', seats: '2', marks: ticksTwo, paper: ['The 2 places that win become projects'] },
]

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

for (const wanted of METHODS) {
  test(`a vote by ${wanted.method}, on a telephone without scripts and at a desk by keyboard`, { timeout: 300_000 }, () => votesBy(browser, wanted))
}

test('the page that explains the count is the same with scripts and without', async () => {
  for (const options of [ON_PHONE, AT_DESK]) {
    const reader = await arrives(browser, 'A reader', options)
    try {
      await reader.opens('/how-a-vote-is-counted')
      await reader.reads('Nobody can vote twice', 'How votes are counted', 'What this is not')
      reader.foundNothingWrong()
    } finally {
      await reader.leaves()
    }
  }
})
