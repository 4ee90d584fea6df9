/** Opening a file: chosen or dropped, read here and sent nowhere. */
import { readNetwork } from "./network.js";

/** Call back with `(name, network)` of each file, or with the key of what is wrong. */
export function onFile(input, stage, { opened, refused }) {
  const drop = document.getElementById("drop");
  const read = async (file) => {
    try {
      opened(file.name, readNetwork(await parse(file)));
    } catch (fault) {
      refused(/^file_/.test(fault.message) ? fault.message : "file_not_json");
    }
  };
  input.addEventListener("change", () => { if (input.files[0]) read(input.files[0]); input.value = ""; });
  const over = (is) => (event) => { event.preventDefault(); drop.hidden = !is; };
  stage.addEventListener("dragover", over(true));
  stage.addEventListener("dragleave", over(false));
  stage.addEventListener("drop", (event) => { over(false)(event); if (event.dataTransfer.files[0]) read(event.dataTransfer.files[0]); });
}

async function parse(file) {
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new Error("file_not_json");
  }
}
