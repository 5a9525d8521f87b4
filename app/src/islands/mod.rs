//! All code that runs in a browser. Islands get their texts as props, so that no catalogue is in the WASM.
