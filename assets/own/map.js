// Maps that move. Everything works without this file: the page has a drawing, links that move it and a
// list. Here Leaflet draws the same outlines and marks, which come from this site as numbers, and the
// list follows what is shown. Nothing is fetched from any other site.

const L = globalThis.L
const STEPS = 2 ** 32
const CELL = 64
const [LEAST_ZOOM, MOST_ZOOM] = [5, 18]
const STATES = ['nominated', 'planned', 'in progress', 'completed', 'not going ahead']

/** The place of a spot, which is counted in steps of the square map of the world. */
function placeOf([across, down]) {
  return L.CRS.EPSG3857.pointToLatLng(L.point((across / STEPS) * 256, (down / STEPS) * 256), 0)
}

function spotOf(place) {
  const point = L.CRS.EPSG3857.latLngToPoint(place, 0)
  return [point.x, point.y].map((at) => Math.min(STEPS - 1, Math.max(0, Math.round((at / 256) * STEPS))))
}

async function json(address) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  return answer.json()
}

function newMap(label, options) {
  const box = document.createElement('div')
  box.className = 'app-live'
  box.setAttribute('role', 'region')
  box.setAttribute('aria-label', label)
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  const motion = { zoomAnimation: !isStill, fadeAnimation: false, markerZoomAnimation: !isStill, inertia: !isStill }
  const make = () => L.map(box, { attributionControl: false, minZoom: LEAST_ZOOM, maxZoom: MOST_ZOOM, keyboardPanDelta: 40, ...motion, ...options })
  return { box, make }
}

/** The operator's own map under everything, where there is one: pictures out of one file on this site. */
async function laysBackground(map) {
  if (!globalThis.pmtiles) return
  const tiles = new globalThis.pmtiles.PMTiles('/map/background.pmtiles')
  const { minZoom, maxZoom } = await tiles.getHeader()
  const draws = async (canvas, { z, x, y }) => {
    const found = await tiles.getZxy(z, x, y)
    if (found) canvas.getContext('2d').drawImage(await createImageBitmap(new Blob([found.data])), 0, 0, canvas.width, canvas.height)
  }
  const Pictures = L.GridLayer.extend({
    createTile(at, done) {
      const size = this.getTileSize()
      const canvas = Object.assign(document.createElement('canvas'), { width: size.x, height: size.y })
      draws(canvas, at).then(() => done(null, canvas), (error) => done(error, canvas))
      return canvas
    },
  })
  new Pictures({ minNativeZoom: minZoom, maxNativeZoom: maxZoom, noWrap: true }).addTo(map)
  map.getContainer().classList.add('app-live--background')
}

/** Keeps what is only for the eye from screen readers: the list beside the map says it in order. */
function hides(map, ...panes) {
  for (const pane of panes) map.getPane(pane).setAttribute('aria-hidden', 'true')
}

/** Looks at everything between two corners, where some are given. */
function showsWhole(map, whole) {
  if (!whole) return
  const [west, north, east, south] = whole.split(' ').map(Number)
  map.fitBounds(L.latLngBounds(placeOf([west, north]), placeOf([east, south])), { animate: false })
}

/** Draws the edges of areas, wards over councils, each with its name. */
async function drawsOutlines(map, address) {
  const { zoom, corner, areas } = await json(address)
  const ring = (steps) => {
    const places = []
    let [x, y] = corner
    for (let at = 0; at < steps.length; at += 2) {
      x += steps[at]
      y += steps[at + 1]
      places.push(L.CRS.EPSG3857.pointToLatLng(L.point(x, y), zoom))
    }
    return places
  }
  // Below the marks, so that no name lies over a number.
  map.createPane('names').style.zIndex = 450
  hides(map, 'names', 'overlayPane')
  const inOrder = [...areas].sort((a, b) => Number(a.kind === 'ward') - Number(b.kind === 'ward'))
  for (const area of inOrder) {
    const isWard = area.kind === 'ward'
    const looks = isWard ? { className: 'app-live__ward', fill: false, weight: 1 } : { className: 'app-live__land', weight: 2 }
    const drawn = L.polygon(area.rings.map(ring), { interactive: false, ...looks }).addTo(map)
    if (!area.middle) continue
    const kind = isWard ? 'ward' : 'council'
    const name = { pane: 'names', permanent: true, direction: 'center', interactive: false, className: `app-live__name app-live__name--${kind}` }
    const shown = L.tooltip(placeOf(area.middle), { content: document.createTextNode(area.name), ...name }).addTo(map)
    NAMES.push({ map, name: shown.getElement(), bounds: drawn.getBounds() })
  }
}

function namesByZoom(map) {
  const sets = () => {
    const zoom = map.getZoom()
    map.getContainer().classList.toggle('app-live--wards', zoom >= 12)
    map.getContainer().classList.toggle('app-live--councils', zoom >= 7 && zoom < 12)
  }
  map.on('zoomend', sets)
  sets()
}

/** Every name that was drawn, and the corners of its area. */
const NAMES = []
const SHIFTS = [0, -24, 24, -38, 38, -52, 52]

/** Moves names of areas out from under marks and each other, within their areas; one that finds no room waits for a closer look. */
function keepsNamesClear(map) {
  const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  const moved = ({ left, right, top, bottom }, by) => ({ left, right, top: top + by, bottom: bottom + by })
  const places = () => {
    const own = NAMES.filter((one) => one.map === map)
    for (const { name } of own) name.style.marginTop = ''
    // All is measured before anything moves, so that the page is laid out once.
    const box = map.getContainer()
    const top = box.getBoundingClientRect().top
    const taken = [...box.querySelectorAll('.app-live__mark')].map((mark) => mark.getBoundingClientRect())
    const measured = own.map((one) => ({ ...one, at: one.name.getBoundingClientRect() }))
    for (const { name, bounds, at } of measured) {
      // A name of the other kind of area is not shown, and takes no room.
      if (!at.width) continue
      const [north, south] = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) => top + map.latLngToContainerPoint(corner).y)
      const isOwn = (by) => by === 0 || (at.top + by >= north && at.bottom + by <= south)
      const shift = SHIFTS.find((by) => isOwn(by) && !taken.some((other) => meets(moved(at, by), other)))
      name.classList.toggle('app-live__name--crowded', shift === undefined)
      if (shift === undefined) continue
      name.style.marginTop = `${shift}px`
      taken.push(moved(at, shift))
    }
  }
  let waits = 0
  const soon = () => {
    cancelAnimationFrame(waits)
    waits = requestAnimationFrame(places)
  }
  map.on('moveend layeradd', soon)
  soon()
}

/** The sign of a state, taken from the legend of the page or drawn as a dot where there is none. */
function signOf(state) {
  const sign = document.querySelectorAll('.app-legend svg')[state]
  return sign ? sign.cloneNode(true) : document.createElement('span')
}

function words(tag, text, more = {}) {
  const element = Object.assign(document.createElement(tag), more)
  element.textContent = text
  return element
}

/** Does something when one of these keys is pressed on a mark, as a button would. */
function byKey(keys, step) {
  return ({ originalEvent }) => {
    if (!keys.includes(originalEvent.key)) return
    originalEvent.preventDefault()
    step()
  }
}

/** Gives a mark a name for screen readers, which would go by the number in it, or by nothing. */
function called(name, mark) {
  return mark.on('add', () => mark.getElement().setAttribute('aria-label', name))
}

function markOf(map, group, isChoosing) {
  const place = placeOf(group.at)
  // While a spot is chosen, marks say what is there already and nothing more.
  const still = isChoosing ? { interactive: false, keyboard: false } : {}
  if (group.count) {
    const parts = group.states.flatMap((count, state) => (count ? [`${count} ${STATES[state]}`] : []))
    const title = `${group.count} places: ${parts.join(', ')}. Look closer`
    const icon = L.divIcon({ className: 'app-live__mark app-live__many', iconSize: [34, 34], html: words('span', String(group.count)) })
    const opens = () => {
      map.setView(place, Math.min(MOST_ZOOM, map.getZoom() + 2))
      map.getContainer().focus()
    }
    return called(title, L.marker(place, { icon, title, ...still })).on('click', opens).on('keypress', byKey(['Enter', ' '], opens))
  }
  const icon = L.divIcon({ className: 'app-live__mark', iconSize: [24, 24], html: signOf(group.state) })
  const about = document.createElement('div')
  about.append(words('a', group.title, { href: group.href }), document.createElement('br'), words('span', group.stage))
  if (group.rough) about.append(document.createElement('br'), words('span', 'Only the area is known.'))
  const popup = L.popup({ maxWidth: 240 }).setContent(about)
  const title = `${group.title}, ${group.stage.toLowerCase()}`
  const mark = called(title, L.marker(place, { icon, title, ...still })).bindPopup(popup)
  return mark.on('keypress', byKey([' '], () => mark.openPopup())).on('popupopen', () => about.querySelector('a').focus())
}

/** Keeps the marks of the tiles that are shown, and of no others. What stays is not drawn anew. */
function showsMarks(map, asked, isChoosing = false) {
  const drawn = new Map()
  const shows = () => {
    const zoom = map.getZoom()
    const seen = map.getPixelBounds()
    const wanted = new Set()
    const most = 2 ** zoom - 1
    for (let x = Math.max(0, Math.floor(seen.min.x / 256)); x <= Math.min(most, Math.floor(seen.max.x / 256)); x += 1) {
      for (let y = Math.max(0, Math.floor(seen.min.y / 256)); y <= Math.min(most, Math.floor(seen.max.y / 256)); y += 1) {
        wanted.add(new URLSearchParams({ ...asked, zoom, x, y }).toString())
      }
    }
    for (const [tile, layer] of drawn) {
      if (wanted.has(tile)) continue
      layer.remove()
      drawn.delete(tile)
    }
    for (const tile of wanted) {
      if (drawn.has(tile)) continue
      const layer = L.layerGroup().addTo(map)
      drawn.set(tile, layer)
      json(`/map/marks.json?${tile}`)
        .then(({ groups }) => groups.forEach((group) => markOf(map, group, isChoosing).addTo(layer)))
        .catch(() => drawn.delete(tile))
    }
  }
  map.on('moveend', shows)
  shows()
}

/** Keeps parts of a page in step with a map: asks for them at an address, and drops an answer that was overtaken. */
function keepsInStep(element, names) {
  let latest = null
  return async (address) => {
    latest?.abort()
    latest = new AbortController()
    try {
      const answer = await fetch(address, { signal: latest.signal })
      if (!answer.ok) return false
      const part = new DOMParser().parseFromString(await answer.text(), 'text/html')
      for (const name of names) element.querySelector(name).replaceWith(part.querySelector(name))
      return true
    } catch (error) {
      if (error.name !== 'AbortError') throw error
      return false
    }
  }
}

/** The map with its list: the list is asked of the server for the cells that are shown. */
function board(element) {
  const start = element.querySelector('.app-board__map').dataset
  const [zoom, column, row, across, down] = ['zoom', 'column', 'row', 'across', 'down'].map((name) => Number(start[name]))
  const { box, make } = newMap('Map of nominations and projects. Move it with the arrow keys', {})
  const side = document.createElement('div')
  side.className = 'app-board__live'
  side.append(box)
  element.prepend(side)
  element.classList.add('app-board--live')
  const map = make()
  // Under the map: lying over it, these buttons would cover marks, which could then not be pressed.
  side.append(map.zoomControl.getContainer())
  const middle = L.point((column + across / 2) * CELL, (row + down / 2) * CELL)
  map.setView(L.CRS.EPSG3857.pointToLatLng(middle, zoom), zoom)
  const { area, kind, whole } = element.dataset
  // As close as this screen allows, where no part was asked for.
  showsWhole(map, whole)
  const asked = { ...(area && { area }), ...(kind && { kind }) }
  const told = words('p', '', { className: 'govuk-visually-hidden' })
  told.setAttribute('role', 'status')
  element.before(told)
  namesByZoom(map)
  laysBackground(map).catch(() => {})
  drawsOutlines(map, '/map/outlines.json').catch(() => {})
  showsMarks(map, asked)
  keepsNamesClear(map)
  const renews = keepsInStep(element, ['.app-board__map', '.app-board__list'])
  const follows = async () => {
    // On paper the map has no size, and what stands in for it is right as it is.
    if (!map.getSize().x) return
    const seen = map.getPixelBounds()
    const [left, top] = [Math.floor(seen.min.x / CELL), Math.floor(seen.min.y / CELL)]
    const [right, bottom] = [Math.ceil(seen.max.x / CELL), Math.ceil(seen.max.y / CELL)]
    const look = new URLSearchParams({ ...asked, zoom: map.getZoom(), column: left, row: top, across: right - left, down: bottom - top })
    if (!(await renews(`/map?${look}&part=list`))) return
    told.textContent = element.querySelector('.app-board__list h2').textContent
    history.replaceState(null, '', `/map?${look}`)
  }
  map.on('moveend', follows)
  if (!new URLSearchParams(location.search).has('page')) follows()
}

/** Choosing a spot: the cross stays in the middle, the map moves under it, and the form and the list follow. */
function choose(form) {
  const { box, make } = newMap('Map to choose the place on. The arrow keys move it under the cross, plus and minus zoom', {})
  box.classList.add('app-live--choose')
  form.before(box)
  const page = form.closest('.app-choosing')
  page.classList.add('app-choosing--live')
  const map = make()
  const fields = (name) => document.querySelectorAll(`form[action^="/nominate/map"] input[name="${name}"]`)
  const value = (name) => Number(form.elements.namedItem(name).value)
  map.setView(placeOf([value('across'), value('down')]), value('zoom'))
  // An area that was chosen is shown as large as this map allows.
  showsWhole(map, form.dataset.whole)
  L.control.scale({ imperial: false }).addTo(map)
  const cross = words('div', '', { className: 'app-live__cross' })
  box.append(cross)
  namesByZoom(map)
  laysBackground(map).catch(() => {})
  drawsOutlines(map, '/map/outlines.json').catch(() => {})
  showsMarks(map, {}, true)
  keepsNamesClear(map)
  hides(map, 'markerPane')
  const status = document.getElementById('map-spot')
  const renews = keepsInStep(page, ['.app-choose__printed', '.app-choosing__list'])
  const lists = ([across, down]) => {
    const { x: wide, y: high } = map.getSize()
    return renews(`/nominate/map?${new URLSearchParams({ part: 'list', across, down, zoom: map.getZoom(), wide, high })}`)
  }
  let latest = 0
  const follows = async () => {
    if (!map.getSize().x) return
    const [across, down] = spotOf(map.getCenter())
    lists([across, down]).catch(() => {})
    for (const [name, to] of Object.entries({ across, down, zoom: map.getZoom() })) {
      fields(name).forEach((field) => (field.value = to))
    }
    const turn = (latest += 1)
    const { words: where } = await json(`/map/place.json?across=${across}&down=${down}&zoom=${map.getZoom()}`)
    if (turn === latest && status.textContent !== where) status.textContent = where
  }
  map.on('moveend', () => follows().catch(() => {}))
  map.on('click', (event) => map.panTo(event.latlng))
  // The map of a script shows more than the picture in its place, so the list begins longer.
  if (form.dataset.whole) follows().catch(() => {})
  else lists([value('across'), value('down')]).catch(() => {})
}

if (L) {
  document.querySelectorAll('[data-map="board"]').forEach(board)
  document.querySelectorAll('[data-map="choose"]').forEach(choose)
}
