// Everything works without this file. It starts the components that are better with a script.
import { initAll, Radios } from './govuk.js'

// A radio button has no expanded state in ARIA 1.2, so what it reveals is not announced by one. What is
// revealed follows the button in reading order.
const reveal = Radios.prototype.syncConditionalRevealWithInputState
Radios.prototype.syncConditionalRevealWithInputState = function (input) {
  reveal.call(this, input)
  input.removeAttribute('aria-expanded')
}

initAll()
