//! The limits of a load balancer and of Lambda.

use std::thread;

use crate::support::{Dev, python, send};

const MEGABYTE: usize = 1024 * 1024;

#[test]
fn bodies_have_at_most_a_megabyte() {
    let code = "def handler(event, context):\n    \
                size = int(event['queryStringParameters'].get('size', '0'))\n    \
                return {'statusCode': 200, 'body': 'x' * size or str(len(event['body']))}\n";
    let folder = python(code, "");
    let dev = Dev::start(folder.path(), &[]);
    let text = "content-type: text/plain\r\n";
    assert_eq!(dev.send("POST", "/", text, &vec![b'x'; MEGABYTE]).body, MEGABYTE.to_string());
    assert_eq!(dev.send("POST", "/", text, &vec![b'x'; MEGABYTE + 1]).status, 413);
    assert_eq!(dev.get(&format!("/?size={}", MEGABYTE - 100)).status, 200);
    let large = dev.get(&format!("/?size={MEGABYTE}"));
    assert_eq!((large.status, large.json()["error"]["type"].as_str()), (502, Some("BadGateway")));
    let huge = dev.get(&format!("/?size={}", 7 * MEGABYTE));
    assert_eq!(
        (huge.status, huge.json()["error"]["type"].as_str()),
        (502, Some("Function.ResponseSizeTooLarge"))
    );
    assert_eq!(dev.send("GET", "/", "upgrade: websocket\r\n", b"").status, 400);
    assert_eq!(dev.get("/?size=2").body, "xx");
}

#[test]
fn requests_at_the_same_time_have_processes_of_their_own() {
    let code = "import os, pathlib, time\nhere = pathlib.Path(__file__).parent\ndef handler(event, context):\n    \
                (here / f\"{event['path'][1:]}.tmp\").touch()\n    \
                while len(list(here.glob('*.tmp'))) < 2: time.sleep(0.01)\n    \
                return {'statusCode': 200, 'body': str(os.getpid())}\n";
    let folder = python(code, "");
    std::fs::write(folder.path().join(".gitignore"), "*.tmp\n").unwrap();
    let dev = Dev::start(folder.path(), &[]);
    // Neither answers before the other has begun.
    let both = ["/a", "/b"].map(|path| {
        let address = dev.address();
        thread::spawn(move || send(&address, "GET", path, "", b"").body)
    });
    let [a, b] = both.map(|request| request.join().unwrap());
    assert_ne!(a, b);
}
