// Waits until the address answers 200, or the program with the given id has ended.
const [address, program] = process.argv.slice(2)
const until = Date.now() + 180_000

function isRunning(id) {
  try {
    process.kill(Number(id), 0)
    return true
  } catch {
    return false
  }
}

for (;;) {
  const answer = await fetch(address).catch(() => null)
  if (answer?.ok) break
  if (!isRunning(program)) {
    console.error('The demonstration ended before it answered.')
    process.exit(1)
  }
  if (Date.now() > until) {
    console.error(`${address} has not answered for three minutes.`)
    process.exit(1)
  }
  await new Promise((resolve) => setTimeout(resolve, 200))
}
