use crate::app::{SECRETS, TestApp, problem, ticket_with};
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use base64::Engine;
use helplet_desk::{ALGORITHMS, BadKey, Identity, SESSION};
use helplet_desk_api::{Identified, TicketPage};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use std::time::Duration;

const SECRET: &[u8] = b"a shared secret of at least 32 bytes";

fn identity(session: Duration) -> Identity {
    Identity::new("HS256", SECRET, "help.example.com", session).expect("a key")
}

async fn app() -> TestApp {
    TestApp::start_with(|config| config.identity = Some(identity(SESSION))).await
}

fn seconds() -> i64 {
    helplet_desk::store::clock::now() / 1000
}

/// The claims of a token that is taken.
fn claims(subject: &str, jti: &str) -> Value {
    let now = seconds();
    json!({ "sub": subject, "jti": jti, "aud": "help.example.com", "iat": now, "exp": now + 300, "name": "王芳",
            "email": "wang@example.com", "tier": "member" })
}

fn claims_with(name: &str, value: Value) -> Value {
    let mut claims = claims("user-1", &format!("jti-{name}"));
    claims[name] = value;
    claims
}

fn signed(claims: &Value) -> String {
    encode(&Header::new(Algorithm::HS256), claims, &EncodingKey::from_secret(SECRET)).expect("a token")
}

async fn numbers(app: &TestApp) -> Vec<String> {
    let page: TicketPage = app.get("/v1/tickets").await.json().await.expect("a page");
    page.tickets.into_iter().map(|ticket| ticket.summary.number).collect()
}

#[tokio::test]
async fn a_visitor_stands_for_the_person_on_every_device() {
    let mut app = app().await;
    let before = app.opened("key-00000001").await;
    let response = app.present("/v1/identity", &signed(&claims("user-1", "first"))).await;
    assert_eq!(response.status(), 200);
    let who: Identified = response.json().await.expect("JSON");
    assert_eq!((&*who.name, who.tier.as_deref()), ("王芳", Some("member")));
    let after = app.post("key-00000002", &ticket_with("/tier", json!("enterprise"))).await;
    assert_eq!(after.status(), 201);

    // Another device of the same person, and one of somebody else.
    app.secret = SECRETS[1];
    app.opened("key-00000003").await;
    assert_eq!(app.present("/v1/identity", &signed(&claims("user-1", "second"))).await.status(), 200);
    let all = numbers(&app).await;
    assert!(all.len() == 3 && all.contains(&before.number), "{all:?}");
    app.secret = SECRETS[2];
    assert_eq!(app.present("/v1/identity", &signed(&claims("user-2", "third"))).await.status(), 200);
    assert_eq!(numbers(&app).await, Vec::<String>::new());
    problem(app.get(&format!("/v1/tickets/{}", before.id)).await, 404, "not-found").await;

    let tiers: Vec<(Option<String>, i64)> =
        sqlx::query_as("SELECT tier, tier_signed FROM threads ORDER BY created_at, number")
            .fetch_all(&app.sql().await)
            .await
            .expect("rows");
    assert_eq!(tiers.iter().filter(|tier| **tier == (Some("member".to_owned()), 1)).count(), 1, "{tiers:?}");
    assert_eq!(app.count("users").await, 2);
}

#[tokio::test]
async fn what_the_page_claims_is_kept_as_a_claim() {
    let app = TestApp::start().await;
    app.post("key-00000001", &ticket_with("/tier", json!("enterprise"))).await;
    assert_eq!(app.count("threads WHERE tier = 'enterprise' AND tier_signed = 0").await, 1);
    assert_eq!(app.post("key-00000002", &ticket_with("/tier", json!("gold"))).await.status(), 422);
}

#[tokio::test]
async fn a_lapsed_sign_in_shows_nothing_of_the_person() {
    let mut app = TestApp::start_with(|config| config.identity = Some(identity(Duration::ZERO))).await;
    let created = app.opened("key-00000001").await;
    assert_eq!(app.present("/v1/identity", &signed(&claims("user-1", "first"))).await.status(), 200);
    assert_eq!(numbers(&app).await, Vec::<String>::new());
    problem(app.get(&format!("/v1/tickets/{}", created.id)).await, 404, "not-found").await;
    app.secret = SECRETS[1];
    problem(app.get(&format!("/v1/tickets/{}", created.id)).await, 404, "not-found").await;
}

#[tokio::test]
async fn a_token_is_for_one_device() {
    let mut app = app().await;
    let token = signed(&claims("user-1", "once"));
    for _ in 0..2 {
        assert_eq!(app.present("/v1/identity", &token).await.status(), 200, "an answer may have been lost");
    }
    app.secret = SECRETS[1];
    problem(app.present("/v1/identity", &token).await, 401, "token-refused").await;
    // The same name for another token is no better.
    problem(app.present("/v1/identity", &signed(&claims("user-2", "once"))).await, 401, "token-refused").await;
    assert_eq!(numbers(&app).await, Vec::<String>::new());
    assert_eq!(app.count("visitors WHERE user_id IS NOT NULL").await, 1);
}

#[tokio::test]
async fn any_other_token_is_refused_with_a_reason_and_leaves_no_trace() {
    let app = app().await;
    let now = seconds();
    let without = |name: &str| {
        let mut claims = claims("user-1", "jti");
        claims.as_object_mut().expect("an object").remove(name);
        signed(&claims)
    };
    let good = signed(&claims("user-1", "jti"));
    let (head, rest) = good.split_once('.').expect("dots");
    let base64 = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let unsigned = format!("{}.{}.", base64(r#"{"alg":"none","typ":"JWT"}"#), rest.split('.').next().expect("claims"));
    let other = encode(&Header::new(Algorithm::HS256), &claims("user-1", "jti"), &EncodingKey::from_secret(&[7; 32]));
    let stronger = encode(&Header::new(Algorithm::HS512), &claims("user-1", "jti"), &EncodingKey::from_secret(SECRET));
    let long = "x".repeat(256);
    let cases = [
        (String::new(), "JWT"),
        ("a.b.c".to_owned(), "JWT"),
        (unsigned, ""),
        (
            format!("{head}.{}.{}", base64(r#"{"sub":"admin"}"#), good.rsplit('.').next().expect("a signature")),
            "signature",
        ),
        (other.expect("a token"), "signature"),
        (stronger.expect("a token"), "algorithm"),
        (signed(&claims_with("aud", json!("other.example.com"))), "aud"),
        (signed(&claims_with("exp", json!(now - 120))), "expired"),
        (signed(&claims_with("nbf", json!(now + 600))), "nbf"),
        (signed(&claims_with("iat", json!(now + 600))), "iat"),
        (signed(&claims_with("exp", json!(now + 3700))), "an hour"),
        (signed(&claims_with("sub", json!(""))), "sub"),
        (signed(&claims_with("sub", json!(long))), "sub"),
        (signed(&claims_with("jti", json!(long))), "jti"),
        (signed(&claims_with("email", json!("nobody"))), "email"),
        (signed(&claims_with("tier", json!("gold"))), "tier"),
        (signed(&claims_with("sub", json!(7))), "another kind"),
        (without("sub"), "lacks"),
        (without("aud"), "lacks"),
        (without("iat"), "lacks"),
        (without("exp"), "lacks"),
        (without("jti"), "lacks"),
    ];
    for (token, reason) in cases {
        let told = problem(app.present("/v1/identity", &token).await, 401, "token-refused").await;
        assert!(told["detail"].as_str().is_some_and(|detail| detail.contains(reason)), "{reason:?} in {told}");
    }
    assert_eq!((app.count("visitors").await, app.count("users").await, app.count("used_tokens").await), (0, 0, 0));
    assert_eq!(app.present("/v1/identity", &good).await.status(), 200);
}

#[tokio::test]
async fn a_desk_without_a_key_knows_nobody() {
    let app = TestApp::start().await;
    problem(app.present("/v1/identity", &signed(&claims("user-1", "jti"))).await, 404, "not-found").await;
}

/// A public key as PEM.
fn pem(key: &PublicKeyX509Der) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(key.as_ref());
    format!("-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n")
}

#[test]
fn each_algorithm_takes_its_own_key_and_no_other() {
    let rsa = RsaKeyPair::generate(KeySize::Rsa2048).expect("a key");
    let ecdsa = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key");
    let edwards = Ed25519KeyPair::generate().expect("a key");
    let der = |key: Result<_, _>| -> PublicKeyX509Der<'_> { key.expect("a key") };
    let rsa_private = aws_lc_rs::encoding::AsDer::<aws_lc_rs::encoding::Pkcs8V1Der>::as_der(&rsa).expect("a key");
    let ecdsa_private = ecdsa.to_pkcs8v1().expect("a key");
    let edwards_private = edwards.to_pkcs8().expect("a key");
    let pkcs8 = |bytes: &[u8]| {
        let text = base64::engine::general_purpose::STANDARD.encode(bytes);
        format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n").into_bytes()
    };
    let keys = [
        (
            Algorithm::RS256,
            EncodingKey::from_rsa_pem(&pkcs8(rsa_private.as_ref())).expect("a key"),
            pem(&der(rsa.public_key().as_der())),
        ),
        (
            Algorithm::ES256,
            EncodingKey::from_ec_pem(&pkcs8(ecdsa_private.as_ref())).expect("a key"),
            pem(&der(ecdsa.public_key().as_der())),
        ),
        (
            Algorithm::EdDSA,
            EncodingKey::from_ed_pem(&pkcs8(edwards_private.as_ref())).expect("a key"),
            pem(&der(edwards.public_key().as_der())),
        ),
    ];
    let now = helplet_desk::store::clock::now();
    for (at, (_, _, public)) in keys.iter().enumerate() {
        let name = ALGORITHMS[at + 1];
        let identity = Identity::new(name, public.as_bytes(), "help.example.com", SESSION).expect("a key");
        for (other, (algorithm, private, _)) in keys.iter().enumerate() {
            let token = encode(&Header::new(*algorithm), &claims("user-1", "jti"), private).expect("a token");
            assert_eq!(identity.check(&token, now).is_ok(), at == other, "{name} for {algorithm:?}");
        }
        // The public key is no secret: a token signed with it as one is nobody's.
        let forged = EncodingKey::from_secret(public.as_bytes());
        let forged = encode(&Header::new(Algorithm::HS256), &claims("user-1", "jti"), &forged).expect("a token");
        assert!(identity.check(&forged, now).is_err(), "{name}");
        for (other, (_, _, key)) in keys.iter().enumerate() {
            let fits = Identity::new(name, key.as_bytes(), "help.example.com", SESSION).is_ok();
            assert_eq!(fits, at == other, "{name} with key {other}");
        }
        assert!(matches!(Identity::new(name, b"nonsense", "a", SESSION), Err(BadKey::NotAKey(_))));
    }
    assert!(matches!(Identity::new("HS256", &[7; 31], "a", SESSION), Err(BadKey::Short)));
    assert!(matches!(Identity::new("none", SECRET, "a", SESSION), Err(BadKey::Algorithm)));
}
