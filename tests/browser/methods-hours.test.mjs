// A vote that shares out hours of work by votes.

import { ticksTwo, votesByEach, withBrowser } from './steps/methods.mjs'

votesByEach(withBrowser(), [
  { method: 'greedy', hours: '130', marks: ticksTwo, paper: ['There are 130 hours of work to share out', 'of the 130 hours'] },
])
