// Makes the folder of files that the server embeds and serves under /assets/.
//
//   node build.mjs OUT [NODE_MODULES]
//
// Takes the ready-built files of govuk-frontend, removes what only GOV.UK may use (its font and the
// royal arms), adds our own stylesheet and scripts, and Leaflet and PMTiles for the pages with a map, names every file by its content and writes each
// also as gzip and brotli. OUT/manifest.json says what was made. The folder can be kept and given
// to a build without Node: PAYBACK_ASSETS_DIR=OUT cargo build.

import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const out = process.argv[2] && resolve(process.argv[2])
const modules = resolve(process.argv[3] ?? join(here, 'node_modules'))
const own = join(here, 'own')

/** The words of a family are Arial's measures first, so that line breaks are those the components were designed with. */
const FONT_STACK = 'arial,helvetica,"Liberation Sans",system-ui,sans-serif'

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** Replaces a pattern, and fails where it is not found exactly as often as in the version this was written for. */
function replaceExactly(text, pattern, replacement, expected, what) {
  const found = [...text.matchAll(pattern)].length
  if (found !== expected) {
    fail(`govuk-frontend.min.css has ${found} of: ${what}; expected ${expected}. Read what changed, then correct assets/build.mjs.`)
  }
  return text.replaceAll(pattern, replacement)
}

function stylesheet(govuk) {
  let css = readFileSync(join(govuk, 'govuk-frontend.min.css'), 'utf8')
  css = replaceExactly(css, /@font-face\{[^}]*\}/g, '', 2, '@font-face rules')
  css = replaceExactly(css, /\/\*! Copyright \(c\) 2011 by Margaret Calvert[^*]*\*\//g, '', 1, 'the licensed font’s notice')
  css = replaceExactly(css, /GDS Transport,arial,sans-serif/g, FONT_STACK, 58, 'font stacks')
  css = replaceExactly(css, /[^{}]*\{[^{}]*url\(\/assets\/images\/govuk-crest\.svg\)[^{}]*\}/g, '', 2, 'rules with the royal arms')
  css = replaceExactly(css, /\/\*# sourceMappingURL=[^*]*\*\//g, '', 1, 'source map comments')
  if (css.includes('GDS Transport') || css.includes('url(')) {
    fail('govuk-frontend.min.css still names the licensed font or a file outside this folder. Correct assets/build.mjs.')
  }
  return `${notice(govuk)}\n${css.trim()}\n${withoutComments(readFileSync(join(own, 'app.css'), 'utf8'))}`
}

/** Says whose work the file is, as its licence asks. */
function notice(govuk) {
  const { version, license } = JSON.parse(readFileSync(join(govuk, '..', '..', 'package.json'), 'utf8'))
  return `/*! GOV.UK Frontend ${version}, ${license} licence, copyright Crown Copyright (Government Digital Service). */`
}

/** Leaflet's stylesheet without its pictures, which our maps do not use, then ours for maps. */
function mapStylesheet(leaflet) {
  let css = readFileSync(join(leaflet, 'dist', 'leaflet.css'), 'utf8')
  css = withoutComments(css).replaceAll(/\n?[^{}]*\{[^{}]*url\([^{}]*\}/g, '')
  if (css.includes('url(')) fail('leaflet.css still names a picture. Correct assets/build.mjs.')
  return `/*! Leaflet ${versionOf(leaflet)}, BSD-2-Clause licence, copyright Volodymyr Agafonkin and CloudMade. */\n${css}${withoutComments(readFileSync(join(own, 'map.css'), 'utf8'))}`
}

/** What reads tiles out of a file; only pages of a deployment with a background map ask for it. */
function pmtilesScript(pmtiles) {
  const script = readFileSync(join(pmtiles, 'dist', 'pmtiles.js'), 'utf8').replace(/\/\/# sourceMappingURL=.*$/, '')
  return `/*! PMTiles ${versionOf(pmtiles)}, BSD-3-Clause licence, copyright Protomaps LLC. */\n${script}`
}

function versionOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
}

/** Our own stylesheet, smaller: comments, indentation and blank lines go. */
function withoutComments(css) {
  return css
    .replaceAll(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '')
    .replaceAll(/\n\s+/g, '\n')
    .replaceAll(/\n+/g, '\n')
    .trim()
    .concat('\n')
}

const TYPES = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
}

const entries = []

/** Writes one file under a name made from its content, with its compressed forms, and returns that name. */
function emit(logical, body) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body, 'utf8')
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  const extension = logical.split('.').pop()
  const file = logical.replace(/\.([^.]+)$/, `-${hash}.$1`)
  writeFileSync(join(out, file), bytes)
  const entry = { logical, file, type: TYPES[extension] ?? fail(`No content type is known for ${logical}.`), hash, gzip: false, brotli: false }
  for (const [form, suffix, compressed] of [
    ['gzip', 'gz', gzipSync(bytes, { level: 9 })],
    ['brotli', 'br', brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })],
  ]) {
    if (compressed.length < bytes.length * 0.9) {
      writeFileSync(join(out, `${file}.${suffix}`), compressed)
      entry[form] = true
    }
  }
  entries.push(entry)
  return file
}

/** The examples each component is tested against; not served. */
function fixtures(govuk) {
  mkdirSync(join(out, 'fixtures'), { recursive: true })
  for (const component of readdirSync(join(govuk, 'components'))) {
    const from = join(govuk, 'components', component, 'fixtures.json')
    if (existsSync(from)) copyFileSync(from, join(out, 'fixtures', `${component}.json`))
  }
}

function main() {
  if (!out) fail('Usage: node build.mjs OUT [NODE_MODULES]')
  const govuk = join(modules, 'govuk-frontend', 'dist', 'govuk')
  if (!existsSync(govuk)) fail(`govuk-frontend is not in ${modules}: run npm ci --omit=dev --omit=peer --ignore-scripts first.`)
  const leaflet = join(modules, 'leaflet')
  if (!existsSync(leaflet)) fail(`leaflet is not in ${modules}: run npm ci --omit=dev --omit=peer --ignore-scripts first.`)
  const pmtiles = join(modules, 'pmtiles')
  if (!existsSync(pmtiles)) fail(`pmtiles is not in ${modules}: run npm ci --omit=dev --omit=peer --ignore-scripts first.`)
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })

  emit('app.css', stylesheet(govuk))
  const script = readFileSync(join(govuk, 'govuk-frontend.min.js'), 'utf8').replace(/\/\/# sourceMappingURL=.*$/, '')
  const components = emit('govuk.js', `${notice(govuk)}\n${script}`)
  emit('start.js', readFileSync(join(own, 'start.js')))
  const app = readFileSync(join(own, 'app.js'), 'utf8')
  if (!app.includes("'./govuk.js'")) fail("assets/own/app.js no longer imports './govuk.js'.")
  emit('app.js', app.replace("'./govuk.js'", `'./${components}'`))
  emit('map.css', mapStylesheet(leaflet))
  emit('leaflet.js', readFileSync(join(leaflet, 'dist', 'leaflet.js'), 'utf8').replace(/\/\/# sourceMappingURL=.*$/, ''))
  emit('pmtiles.js', pmtilesScript(pmtiles))
  emit('map.js', readFileSync(join(own, 'map.js')))
  for (const file of readdirSync(own).sort()) {
    if (/\.(svg|png|ico)$/.test(file)) emit(file, readFileSync(join(own, file)))
  }
  fixtures(govuk)
  writeFileSync(join(out, 'manifest.json'), JSON.stringify(entries, null, 2) + '\n')
}

main()
