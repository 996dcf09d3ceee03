// Votes in which places are put in order: for one winner and for several.

import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { putsInOrder, votesBy } from './steps/methods.mjs'

const METHODS = [
  { method: 'irv', marks: putsInOrder, paper: ['In which order would you have the places?'] },
  { method: 'stv', seats: '2', marks: putsInOrder, paper: ['The 2 places that win become projects', 'In which order'] },
]

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

for (const wanted of METHODS) {
  test(`a vote by ${wanted.method}, on a telephone without scripts and at a desk by keyboard`, { timeout: 300_000 }, () => votesBy(browser, wanted))
}
