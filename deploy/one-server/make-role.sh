# Run by Postgres' image when it has made its first files. Chat's role owns its database and has no right beside that: the role of the
# image is one that may do everything.
psql --set ON_ERROR_STOP=1 --username postgres --set password="$LIVECHAT_DATABASE_PASSWORD" <<'SQL'
create role livechat login password :'password';
create database livechat owner livechat;
revoke all on database livechat, postgres, template1 from public;
SQL
