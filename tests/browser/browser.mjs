// Starts the browser that the journeys use: Debian's Chromium, never a downloaded one.
//
// Every start has a profile of its own, which playwright-core makes and takes away again.

import { chromium } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The browser. The caller closes it. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
  })
}

/** Where the demonstration is served. */
export const ADDRESS = (process.env.PAYBACK_PANEL_ADDRESS ?? '').replace(/\/$/, '')
if (!ADDRESS) {
  throw new Error('PAYBACK_PANEL_ADDRESS is not set: start the journeys with run.sh')
}
