using System.Net.Mail;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Longwatch.Registry.Mail;

/// <summary>Hands waiting letters to the mail server, again and again until it takes them; several nodes may do it at once.</summary>
internal sealed partial class DeliverLetters(RegistryStore store, TimeProvider time, ILogger<DeliverLetters> log, MailServer? server = null)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private const int LettersAtOnce = 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (server is null)
            return;
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                await Deliver(stoppingToken);
            }
            catch (Exception e) when (e is DbUpdateException or Npgsql.NpgsqlException or InvalidOperationException)
            {
                StoreAway(e.GetType().Name);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One round; the number of letters that were sent.</summary>
    internal async Task<int> Deliver(CancellationToken cancellation)
    {
        var sent = 0;
        for (var n = 0; n < LettersAtOnce; n++)
        {
            await using var db = store.Open(tracking: true);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var now = time.GetUtcNow();
            var letter = await db.Set<OutboxRow>()
                .FromSql(
                    $"select * from access.outbox where sent is null and next_attempt <= {now} order by next_attempt limit 1 for update skip locked"
                )
                .SingleOrDefaultAsync(cancellation);
            if (letter is null)
                break;
            letter.Attempts++;
            try
            {
                await server!.Deliver(new(letter.Recipient, letter.Subject, letter.Body ?? ""), cancellation);
                letter.Sent = now;
                letter.Body = null;
                letter.Problem = null;
                sent++;
            }
            catch (Exception e) when (e is SmtpException or FormatException or InvalidOperationException)
            {
                letter.Problem = e is SmtpException smtp
                    ? $"the mail server answered {smtp.StatusCode}"
                    : "the letter cannot be written as an e-mail";
                letter.NextAttempt = now + TimeSpan.FromMinutes(Math.Min(60, 1 << Math.Min(letter.Attempts, 6)));
                NotTaken(letter.Id, letter.Attempts, letter.Problem);
            }

            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }

        return sent;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Letter {Letter}, attempt {Attempt}: {Problem}")]
    private partial void NotTaken(Guid letter, int attempt, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox could not be read: {Kind}")]
    private partial void StoreAway(string kind);
}
