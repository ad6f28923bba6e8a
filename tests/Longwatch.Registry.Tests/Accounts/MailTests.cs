using System.Net;
using System.Net.Sockets;
using System.Text;
using Longwatch.Registry.Mail;
using Microsoft.Extensions.Logging.Abstractions;

namespace Longwatch.Registry.Tests.Accounts;

public sealed class MailTests : IAsyncLifetime
{
    private AccountHouse house = null!;

    public async ValueTask InitializeAsync() => house = await AccountHouse.Open();

    public ValueTask DisposeAsync() => house.DisposeAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DeliverLetters Delivery(int port) =>
        new(
            house.Store,
            house.Clock,
            NullLogger<DeliverLetters>.Instance,
            new MailServer("127.0.0.1", port, "longwatch@example.org") { Encrypted = false }
        );

    [Fact]
    public async Task A_letter_goes_to_the_server_once_and_its_body_is_forgotten()
    {
        using var server = new SmallMailServer();
        await house.Get<IMailer>().Send(new("ada@example.org", "Grüße", "The code\n.line with a dot"), Cancellation);
        var delivery = Delivery(server.Port);

        Assert.Equal(1, await delivery.Deliver(Cancellation));
        Assert.Equal(0, await delivery.Deliver(Cancellation));

        var taken = Assert.Single(server.Letters);
        Assert.Contains("To: ada@example.org", taken, StringComparison.Ordinal);
        Assert.Contains("line with a dot", taken, StringComparison.Ordinal);
        Assert.Equal(1L, await house.Sql<long>("select count(*) from access.outbox where sent is not null and body is null"));
    }

    [Fact]
    public async Task A_letter_that_no_server_takes_waits_and_is_tried_again_later()
    {
        await house.Get<IMailer>().Send(new("ada@example.org", "subject", "body"), Cancellation);
        Assert.Equal(0, await Delivery(1).Deliver(Cancellation)); // nobody listens on port 1
        Assert.Single(await house.Get<ReadOutbox>().Do(AccountHouse.Administrator, Cancellation));

        using var server = new SmallMailServer();
        Assert.Equal(0, await Delivery(server.Port).Deliver(Cancellation));
        house.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Delivery(server.Port).Deliver(Cancellation));
        Assert.Empty(await house.Get<ReadOutbox>().Do(AccountHouse.Administrator, Cancellation));
    }

    [Fact]
    public void Settings_that_cannot_be_read_are_refused_by_name()
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal) { ["LONGWATCH_SMTP_HOST"] = "mail" };
        Assert.Null(MailServer.Of(_ => null));
        Assert.Contains(
            "_FROM",
            Assert.Throws<FormatException>(() => MailServer.Of(values.GetValueOrDefault)).Message,
            StringComparison.Ordinal
        );
        values["LONGWATCH_SMTP_FROM"] = "longwatch@example.org";
        values["LONGWATCH_SMTP_PORT"] = "99999";
        Assert.Contains(
            "_PORT",
            Assert.Throws<FormatException>(() => MailServer.Of(values.GetValueOrDefault)).Message,
            StringComparison.Ordinal
        );
        values["LONGWATCH_SMTP_PORT"] = "25";
        Assert.True(MailServer.Of(values.GetValueOrDefault)!.Encrypted);
    }

    /// <summary>As much of RFC 5321 as a client needs to hand over a letter.</summary>
    private sealed class SmallMailServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public SmallMailServer()
        {
            listener.Start();
            _ = Serve();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;
        public List<string> Letters { get; } = [];

        private async Task Serve()
        {
            try
            {
                while (true)
                    using (var client = await listener.AcceptTcpClientAsync())
                        await Talk(client.GetStream());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                // the test is over
            }
        }

        private async Task Talk(NetworkStream stream)
        {
            using var reader = new StreamReader(stream, Encoding.ASCII);
            await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 here");
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("DATA", StringComparison.Ordinal))
                {
                    await writer.WriteLineAsync("354 go on");
                    var letter = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } text && text != ".")
                        letter.Append(text).Append('\n');
                    Letters.Add(letter.ToString());
                }

                await writer.WriteLineAsync(line.StartsWith("QUIT", StringComparison.Ordinal) ? "221 bye" : "250 ok");
            }
        }

        public void Dispose() => listener.Dispose();
    }
}
