// A council officer writes the minutes of a panel's meeting, a member asks for a correction, the
// officer corrects them and members agree; an administrator adds a kind of work and retires one.

import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { PEOPLE, arrives, opensLetter, signsInAsStaff, signsInByLetter } from './people.mjs'
import { dayOn } from './steps/voting.mjs'

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

/** A journey of several people; every page of each must be in order. */
function journey(name, names, walk) {
  test(name, { timeout: 240_000 }, async () => {
    const people = []
    for (const one of names) people.push(await arrives(browser, one))
    try {
      await walk(...people)
      for (const one of people) one.foundNothingWrong()
    } finally {
      for (const one of people) await one.leaves()
    }
  })
}

journey('members agree minutes that an officer writes', ['Helen', 'Joyce'], async (helen, joyce) => {
  await signsInAsStaff(helen, PEOPLE.helen)
  const met = await dayOn(helen, -2)
  await helen.opens('/staff/panels/leicester')
  await helen.presses('Write the minutes of a meeting')
  await helen.presses('Send to the members', 422)
  await helen.reads('Enter the day of the meeting', 'Enter what was decided')
  for (const part of ['day', 'month', 'year']) await helen.writes(`met-on-${part}`, met[part])
  await helen.writes('present', '6')
  await helen.writes('decided', 'The hedge beside the playground comes first.\n\nThe next meeting is in January.')
  await helen.presses('Send to the members')
  await helen.reads('Who has answered', 'more than half are needed')

  await signsInByLetter(joyce, PEOPLE.joyce)
  await opensLetter(joyce, PEOPLE.joyce, '/minutes/')
  await joyce.reads('6 people were there')
  await joyce.presses('Send my answer', 422)
  await joyce.picks('No, something needs to be put right')
  await joyce.writes('words', 'The next meeting is in February.')
  await joyce.presses('Send my answer')
  await joyce.reads('You asked for a correction')

  await opensLetter(helen, PEOPLE.helen, '/minutes/')
  await helen.reads('The next meeting is in February.')
  await helen.presses('Correct the minutes')
  await helen.writes('decided', 'The hedge beside the playground comes first.\n\nThe next meeting is in February.')
  await helen.presses('Send to the members')

  await opensLetter(joyce, PEOPLE.joyce, '/minutes/')
  await joyce.picks('Yes, I agree to them')
  await joyce.presses('Send my answer')
  await joyce.reads('Your answer is kept', 'What happens next')
  await joyce.opens('/panels/leicester')
  await joyce.reads('Minutes')
})

journey('an administrator looks after the kinds of work', ['Sam'], async (sam) => {
  await signsInAsStaff(sam, PEOPLE.sam)
  await sam.opens('/admin')
  await sam.follows('Kinds of work')
  await sam.presses('Add a kind of work')
  await sam.presses('Add the kind of work', 422)
  await sam.writes('code', 'ponds')
  await sam.writes('name', 'Ponds and brooks')
  await sam.writes('description', 'Clearing reeds and litter out of water')
  await sam.presses('Add the kind of work')
  await sam.reads('Forms offer it from now', 'Ponds and brooks')
  await sam.follows('Ponds and brooks')
  await sam.presses('Retire this kind of work')
  await sam.reads('No, retired on')
  await sam.follows('Ponds and brooks')
  await sam.presses('Offer it again')
  await sam.reads('Forms offer the kind of work again')
})
