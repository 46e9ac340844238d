from pathlib import Path

import gguf
import numpy as np

from loco_trainer.gguf_base import FastReader


def test_the_fast_reader_reads_what_ggufs_own_does(tmp_path: Path) -> None:
    file = tmp_path / "small.gguf"
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_block_count(2)
    writer.add_rope_freq_base(10000.5)
    writer.add_array("tokenizer.ggml.tokens", [f"token{at}é" for at in range(500)])
    writer.add_array("tokenizer.ggml.scores", [at / 7 for at in range(500)])
    writer.add_tensor("token_embd.weight", np.arange(64, dtype=np.float32).reshape(8, 8))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    own, fast = gguf.GGUFReader(file), FastReader(file)
    assert list(own.fields) == list(fast.fields)
    for name, field in own.fields.items():
        assert field.contents() == fast.fields[name].contents(), name
    assert np.array_equal(own.tensors[0].data, fast.tensors[0].data)
