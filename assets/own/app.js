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

// Recording a session. What the numbers come to is shown while they are typed, in the words of the page
// that follows; the server works it out again, and knows of the night on which the clocks change.
const form = document.querySelector('form.app-session')

/** Minutes after midnight of what people write for a time, as the server reads it: 0930, 9.30, 3:30 pm. */
function minutesOf(text) {
  const found = /^(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap]m)?$/i.exec(text.trim())
  if (!found) return NaN
  const half = found[3]?.toLowerCase()
  const hour = half ? (Number(found[1]) % 12) + (half === 'pm' ? 12 : 0) : Number(found[1])
  const minutes = hour * 60 + Number(found[2] ?? 0)
  const isTime = Number(found[2] ?? 0) < 60 && minutes <= 1440 && (!half || (found[1] > 0 && found[1] <= 12))
  return isTime ? minutes : NaN
}

const wholeOf = (text) => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : NaN)
const grouped = (number) => number.toLocaleString('en-GB', { maximumFractionDigits: 1 })
const time = (minutes) => `${grouped(minutes / 60)} ${minutes === 60 ? 'hour' : 'hours'} (${grouped(minutes)} ${minutes === 1 ? 'minute' : 'minutes'})`

function shows(what, words, isWrong = false) {
  const place = form.querySelector(`[data-worked-out="${what}"]`)
  place.classList.toggle('app-worked-out--wrong', isWrong)
  place.hidden = !words
  if (place.textContent !== words) place.textContent = words
}

function worksOut() {
  const typed = (name) => form.elements.namedItem(name).value
  const length = minutesOf(typed('end')) - minutesOf(typed('start'))
  if (Number.isNaN(length)) shows('each', '')
  else if (length <= 0) shows('each', 'The end must be after the start.', true)
  else shows('each', `Each person: ${time(length)}`)
  const people = wholeOf(typed('attending'))
  if (!(length > 0 && people > 0)) return shows('together', '')
  const offered = typed('minutes-offered').trim() ? wholeOf(typed('minutes-offered')) : length * people
  const credited = typed('minutes-credited').trim() ? wholeOf(typed('minutes-credited')) : offered
  if (Number.isNaN(offered + credited)) return shows('together', '')
  const who = people === 1 ? '1 person' : `${grouped(people)} people together`
  const sums = offered === credited ? `${time(offered)} offered and credited` : `${time(offered)} offered, ${time(credited)} credited`
  shows('together', `${who}: ${sums}`, offered > length * people || credited > offered)
}

if (form) {
  form.addEventListener('input', worksOut)
  worksOut()
  // Without a connection the form would be lost to the browser's own error page.
  form.addEventListener('submit', (event) => {
    if (navigator.onLine) return
    event.preventDefault()
    shows('connection', 'You have no connection. Keep this page open and press Save again when you have one.', true)
  })
}

// Drawing over a photo fills in the same two squares that can be typed.
for (const svg of document.querySelectorAll('svg[data-squares]')) drawSquares(svg)

function drawSquares (svg) {
  const [columns, rows] = svg.dataset.squares.split(',').map(Number)
  const [width, height] = [Number(svg.dataset.width), Number(svg.dataset.height)]
  const fields = ['from', 'to'].map((id) => document.getElementById(id))
  if (fields.includes(null)) return
  const box = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  box.setAttribute('class', 'app-squares__drawn')
  svg.append(box)
  const index = (at, length, count) => Math.min(count - 1, Math.max(0, Math.floor(at / length * count)))
  const square = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse())
    return [index(point.x, width, columns), index(point.y, height, rows)]
  }
  let from = null
  const draw = (to) => {
    const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0]) + 1]
    const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1]) + 1]
    box.setAttribute('x', left * width / columns)
    box.setAttribute('y', top * height / rows)
    box.setAttribute('width', (right - left) * width / columns)
    box.setAttribute('height', (bottom - top) * height / rows)
    const ends = [[left, top], [right - 1, bottom - 1]]
    ends.forEach(([column, row], end) => { fields[end].value = String.fromCharCode(65 + column) + (row + 1) })
  }
  svg.addEventListener('pointerdown', (event) => {
    event.preventDefault()
    svg.setPointerCapture(event.pointerId)
    from = square(event)
    draw(from)
  })
  svg.addEventListener('pointermove', (event) => { if (from) draw(square(event)) })
  for (const end of ['pointerup', 'pointercancel']) svg.addEventListener(end, () => { from = null })
}

// A page that waits for work on a file asks how far it is, and shows what comes of it once it is done.
async function looksAgain () {
  const shown = document.querySelector('[data-at-work]')
  if (!shown) return
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const now = page.querySelector('[data-at-work]')
    if (!now) return location.reload()
    const bar = now.querySelector('progress')
    shown.querySelector('progress').value = bar.value
    shown.querySelector('[role=status]').textContent = now.querySelector('[role=status]').textContent
  } catch { /* The link on the page still leads on. */ }
  setTimeout(looksAgain, 1500)
}

setTimeout(looksAgain, 1000)
