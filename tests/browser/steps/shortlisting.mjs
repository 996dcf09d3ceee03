// The panel: a council officer opens a shortlist, members rank, the officer agrees it.

import assert from 'node:assert/strict'

/** Opens a shortlist of these nominations and of others that are free, up to so many places; its number. */
export async function opensShortlist(officer, titles, { panel = 'leicester', places = 5 } = {}) {
  await officer.opens(`/staff/panels/${panel}/shortlists/new`)
  await officer.fills(/what is this shortlist for/i, `Places for the spring vote: ${titles.join(' and ')}`)
  await officer.fills(/how many places/i, places)
  for (const title of titles) await officer.page.getByLabel(title).check()
  const boxes = officer.page.locator('input[name="candidates"]')
  for (let at = 0; (await ticked(officer)) < places; at += 1) {
    assert.ok(at < (await boxes.count()), `the panel of ${panel} has ${places} assessed nominations`)
    await boxes.nth(at).check()
  }
  await officer.presses('Open the shortlist')
  const found = officer.path.match(/shortlists\/(\d+)/)
  assert.ok(found, `a shortlist of its own, not ${officer.path}`)
  return Number(found[1])
}

const ticked = (actor) => actor.page.locator('input[name="candidates"]:checked').count()

/** A member puts a nomination first, where one is named, and the others in the order of the page. */
export async function ranks(member, id, { title, panel = 'leicester' } = {}) {
  await member.opens(`/panels/${panel}/shortlists/${id}`)
  await member.presses(/rank the nominations/i)
  let place = 1
  if (title) await member.page.getByLabel(new RegExp(`Your place for it.*${title}`)).selectOption(String(place++))
  const selects = await member.page.locator('main select').all()
  for (const select of selects) {
    if ((await select.inputValue()) === '') await select.selectOption(String(place++))
  }
  await member.presses('Keep my ranking')
}

/** The officer agrees it, without the members who have not ranked. */
export async function agrees(officer, id, panel = 'leicester') {
  await officer.opens(`/staff/panels/${panel}/shortlists/${id}`)
  const without = officer.page.locator('input[name="without"]')
  if (await without.count()) await without.check()
  await officer.presses('Agree the shortlist')
}
