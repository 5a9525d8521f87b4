// Answers the load balancer until the first deploy.

const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>No code yet</title>
<h1>This function has no code yet</h1>
<p>Deploy some, and it will answer here.</p>
</html>
`

export const handler = async () => ({
  statusCode: 200,
  statusDescription: "200 OK",
  isBase64Encoded: false,
  headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
  body: page,
})
