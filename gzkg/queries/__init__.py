"""The library's own SELECTs, one file each; read by gzkg.store.sparql."""
