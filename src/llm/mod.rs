//! A language model of the owner's own, asked over the protocol of `OpenAI`'s chat completions; it knows no films.
//!
//! Servers speak it with accents. Answers that are held to a schema (`response_format` of type `json_schema`) are known to
//! Ollama from 0.5, llama.cpp, LM Studio and vLLM. LM Studio refuses `json_object` (lmstudio-bug-tracker issue 189: 400,
//! it must be `json_schema` or `text`); a llama.cpp of early 2025 refused schemas (llama.cpp issue 11847: 400); Ollama
//! answers 500 to a schema that it cannot use, one with `$ref` in it for instance (datalab-to/marker issue 984), and its
//! cloud takes a schema and does not keep to it (pydantic-ai issue 4917). So each form of the request that is refused is
//! followed by a plainer one, and no answer is trusted to have any form. Models that think aloud do so in the answer
//! itself where nobody told the server to keep it apart, the opening tag left out at times (vllm issues 13375, 22507).

mod address;
mod chat;
mod error;
mod model;
mod object;
mod reply;
mod wire;

pub use address::address;
pub use chat::Chat;
pub use error::Error;
pub use model::Model;
pub use object::object;
pub use reply::{Said, said};
