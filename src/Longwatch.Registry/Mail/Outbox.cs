using Longwatch.Registry.Store;

namespace Longwatch.Registry.Mail;

/// <summary>The outbox of the registry. Without a mail server letters wait here and administrators see them.</summary>
internal sealed class Outbox(RegistryStore store, TimeProvider time) : IMailer
{
    public async Task Send(Letter letter, CancellationToken cancellation)
    {
        await using var db = store.Open(tracking: true);
        SendWith(db, letter);
        await db.SaveChangesAsync(cancellation);
    }

    public void SendWith(RegistryDb db, Letter letter)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(letter);
        var now = time.GetUtcNow();
        db.Add(
            new OutboxRow
            {
                Recipient = letter.Recipient,
                Subject = letter.Subject,
                Body = letter.Body,
                Made = now,
                NextAttempt = now,
            }
        );
    }
}
