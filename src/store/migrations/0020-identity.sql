-- Identity: temporary passwords that expire, sign-ins that hold the key they set up, and secrets of webhooks that can be
-- sealed.

alter table account_user add column password_expires_at timestamptz;
comment on column account_user.password_expires_at is 'Until when a temporary password is taken; null for one the user chose.';
update account_user set password_expires_at = now() + interval '72 hours' where password_is_temporary;
-- A key is kept here once a code of it was typed, and not before.
update account_user set code_key = null where not code_key_confirmed;

-- Sign-ins under way last a quarter of an hour; whoever is in the middle of one begins again.
delete from sign_in_flow;
alter table sign_in_flow
  add column code_key text,
  add column address text not null;
comment on column sign_in_flow.code_key is 'Sealed key of one-time codes this sign-in sets up; given to the user with the first right code.';
comment on column sign_in_flow.address is 'Where it was begun from: one address has only so many under way.';
create index sign_in_flow_user on sign_in_flow (user_id);
create index sign_in_flow_expiry on sign_in_flow (expires_at);
create index sign_in_flow_address on sign_in_flow (address, expires_at);

-- What has no seal says so.
update webhook_registration set signing_secret = 'open.' || signing_secret;
update webhook_key set private_key = 'open.' || private_key;
comment on column webhook_registration.signing_secret is 'Sealed key of the HMAC.';
comment on column webhook_key.private_key is 'Sealed; PKCS #8, PEM.';
create index webhook_registration_application on webhook_registration (application_id);
grant update (private_key) on webhook_key to prorata_program;
