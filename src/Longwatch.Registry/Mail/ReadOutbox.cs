using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Mail;

/// <summary>A letter that waits.</summary>
public sealed record WaitingLetter(Guid Id, string Recipient, string Subject, string Body)
{
    public DateTimeOffset Made { get; init; }
    public int Attempts { get; init; }
    public string? Problem { get; init; }

    /// <summary>Shows neither recipient nor content.</summary>
    public override string ToString() => nameof(WaitingLetter);
}

/// <summary>The letters that wait, newest first: without a mail server an administrator hands them on.</summary>
public sealed class ReadOutbox(RegistryStore store, MailServer? server = null) : IUseCase
{
    private const int Most = 200;

    /// <summary>False: letters are handed on by hand.</summary>
    public bool HasServer => server is not null;

    public async Task<List<WaitingLetter>> Do(Caller caller, CancellationToken cancellation)
    {
        // Letters hold codes: who read them is in the audit trail.
        await store.Note(caller, new Act("mail.read-outbox", Kind: ActKind.Read), cancellation);
        return await store.Read(
            (db, token) =>
                db.Set<OutboxRow>()
                    .Where(l => l.Sent == null)
                    .OrderByDescending(l => l.Made)
                    .Take(Most)
                    .Select(l => new WaitingLetter(l.Id, l.Recipient, l.Subject, l.Body ?? "")
                    {
                        Made = l.Made,
                        Attempts = l.Attempts,
                        Problem = l.Problem,
                    })
                    .ToListAsync(token),
            cancellation
        );
    }
}
