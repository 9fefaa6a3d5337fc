//! Which call of the protocol a request is, by method and path alone.

use axum::http::Method;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Call {
    Token,
    Claim,
    Session,
    Upload,
    Message,
    State,
    Credits,
    Submit,
    Poll,
    Cancel,
    /// `/api/render/proxy/<id>/download`.
    Download,
    /// The address in `output.url`, or that of an upload.
    File,
}

impl Call {
    pub fn of(method: &Method, path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let post = method == Method::POST;
        match parts[..] {
            ["api", "auth", "anonymous-token"] if post => Some(Self::Token),
            ["api", "auth", "claim-token"] if post => Some(Self::Claim),
            ["api", "tasks", "me", "with-session", "nemo_agent"] if post => Some(Self::Session),
            ["api", "upload-video", "nemo_agent", _, _] if post => Some(Self::Upload),
            ["run_sse"] if post => Some(Self::Message),
            ["api", "state", "nemo_agent", _, _, "latest"] => Some(Self::State),
            ["api", "credits", "balance", "simple"] => Some(Self::Credits),
            ["api", "render", "proxy", "lambda"] if post => Some(Self::Submit),
            ["api", "render", "proxy", "lambda", _] => Some(Self::Poll),
            ["api", "render", "proxy", "lambda", _, "cancel"] if post => Some(Self::Cancel),
            ["api", "render", "proxy", _, "download"] => Some(Self::Download),
            ["files", _, _] => Some(Self::File),
            _ => None,
        }
    }
}
