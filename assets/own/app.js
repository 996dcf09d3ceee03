// Everything works without this file. It starts the components that are better with a script.
import { initAll } from './govuk.js'

initAll()
