// Votes in which places are put in order: for one winner and for several.

import { putsInOrder, votesByEach, withBrowser } from './steps/methods.mjs'

votesByEach(withBrowser(), [
  { method: 'irv', marks: putsInOrder, paper: ['In which order would you have the places?'] },
  { method: 'stv', seats: '2', marks: putsInOrder, paper: ['The 2 places that win become projects', 'In which order'] },
])
