using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Longwatch.Cli.Tests.Registry;

/// <summary>Clients that save through the HTTP API as fast as they are answered, and remember what was acknowledged.</summary>
/// <remarks>Each saves a patient, then an infusion of that patient: the second is several rows in one act (infusion, dates of what is expected).</remarks>
internal sealed class SaveStream : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient http;
    private readonly CancellationTokenSource stopping = new();
    private readonly int[] answers;
    private int unanswered;
    private int unavailable;
    private readonly Task[] clients;

    /// <summary>Starts the clients.</summary>
    public SaveStream(Uri portal, string token, int count)
    {
        http = new HttpClient { BaseAddress = portal, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        answers = new int[count];
        clients = [.. Enumerable.Range(0, count).Select(i => Task.Run(() => Save(i)))];
    }

    /// <summary>Ids of patients whose saving was acknowledged.</summary>
    public ConcurrentBag<Guid> Patients { get; } = [];

    /// <summary>Ids of infusions whose saving was acknowledged.</summary>
    public ConcurrentBag<Guid> Infusions { get; } = [];

    /// <summary>Requests that got no answer: they may or may not have been saved.</summary>
    public int Unanswered => unanswered;

    /// <summary>Requests that were answered with 503 and Retry-After.</summary>
    public int Unavailable => unavailable;

    /// <summary>Any other answer than success or 503 with Retry-After.</summary>
    public ConcurrentBag<string> Unclear { get; } = [];

    public int Acknowledged => Patients.Count + Infusions.Count;

    /// <summary>Waits until every client has been acknowledged again, or the time is over; whether they were.</summary>
    public async Task<bool> AllAnsweredAgain(TimeSpan limit)
    {
        var before = (int[])answers.Clone();
        var until = TimeProvider.System.GetUtcNow() + limit;
        while (TimeProvider.System.GetUtcNow() < until)
        {
            if (answers.Zip(before).All(p => p.First > p.Second))
                return true;
            await Task.Delay(Pause);
        }

        return false;
    }

    /// <summary>Waits until as many saves were acknowledged.</summary>
    public async Task Until(int acknowledged, TimeSpan limit)
    {
        var until = TimeProvider.System.GetUtcNow() + limit;
        while (Acknowledged < acknowledged && TimeProvider.System.GetUtcNow() < until)
            await Task.Delay(Pause);
    }

    /// <summary>Ends the clients; a request that is on its way is waited for.</summary>
    public async Task Stop()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(clients);
    }

    public void Dispose()
    {
        http.Dispose();
        stopping.Dispose();
    }

    private async Task Save(int client)
    {
        while (!stopping.IsCancellationRequested)
        {
            var patient = await Post(
                client,
                "/api/v1/patients",
                new
                {
                    centre = RegistrySeed.Centre,
                    facts = new
                    {
                        sex = "female",
                        birth = "1960",
                        index_disease = "large_b_cell_lymphoma",
                        prior_lines = 2,
                        prior = new
                        {
                            autologous_transplant = "no",
                            allogeneic_transplant = "no",
                            total_body_irradiation = "no",
                            alkylator = "yes",
                        },
                    },
                },
                Patients
            );
            if (patient is { } id)
                await Post(
                    client,
                    $"/api/v1/patients/{id}/infusions",
                    new
                    {
                        date = "2023-05-04",
                        product = "axicabtagene_ciloleucel",
                        batch = "B1",
                    },
                    Infusions
                );
        }
    }

    private async Task<Guid?> Post(int client, string address, object body, ConcurrentBag<Guid> acknowledged)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            using var answer = await http.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
                acknowledged.Add(id);
                Interlocked.Increment(ref answers[client]);
                return id;
            }

            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null)
                Interlocked.Increment(ref unavailable);
            else
                Unclear.Add($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            Interlocked.Increment(ref unanswered);
        }

        await Task.Delay(Pause);
        return null;
    }
}
