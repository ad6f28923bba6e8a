using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Longwatch.Registry.Accounts.SecondFactor;

namespace Longwatch.Benchmarks.Load;

/// <summary>One answer.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="Milliseconds">From sending to the last byte.</param>
/// <param name="Wrong">What is wrong with it; null: nothing.</param>
internal readonly record struct Answered(string Kind, double Milliseconds, string? Wrong);

/// <summary>One person at work in a browser, and one of that person's programs: signs in, then reads and writes in turns.</summary>
internal sealed partial class LoadUser : IDisposable
{
    private readonly LoadPerson person;
    private readonly HttpClient browser;
    private readonly HttpClient program;
    private readonly Random random;

    internal LoadUser(Uri portal, LoadPerson person, int seed)
    {
        this.person = person;
        random = new Random(seed);
        browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false });
        program = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        browser.BaseAddress = program.BaseAddress = portal;
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
    }

    /// <summary>E-mail, password, code of the authenticator.</summary>
    internal async Task SignIn()
    {
        await Form("/sign-in", ("email", person.Email), ("password", person.Password));
        await Form("/sign-in/second", ("code", Totp.CodeAt(person.Key, TimeProvider.System.GetUtcNow())));
        using var home = await browser.GetAsync(new Uri("/", UriKind.Relative));
        if (home.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"A person could not sign in: {(int)home.StatusCode}.");

        async Task Form(string address, params (string, string)[] fields)
        {
            var page = await browser.GetStringAsync(new Uri(address, UriKind.Relative));
            using var content = Fields(page, fields);
            using var answer = await browser.PostAsync(new Uri(address, UriKind.Relative), content);
            if (answer.StatusCode != HttpStatusCode.SeeOther)
                throw new InvalidOperationException($"{address} answered {(int)answer.StatusCode}.");
        }
    }

    /// <summary>Works until the time is over.</summary>
    /// <param name="pause">Mean pause between two requests; it varies from a half to one and a half of it.</param>
    internal async Task Work(TimeSpan pause, ConcurrentBag<Answered> answers, CancellationToken over)
    {
        try
        {
            await Task.Delay(pause * random.NextDouble(), over);
            while (!over.IsCancellationRequested)
            {
                await Next(answers);
                await Task.Delay(pause * (0.5 + random.NextDouble()), over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested) { }
    }

    public void Dispose()
    {
        browser.Dispose();
        program.Dispose();
    }

    private async Task Next(ConcurrentBag<Answered> answers)
    {
        var patient = person.Patients[random.Next(person.Patients.Length)];
        switch (random.Next(100))
        {
            case < 15:
                await Get("today", "/");
                break;
            case < 35:
                await Get("work list", "/follow-up");
                break;
            case < 55:
                await Get("patient page", $"/patients/{patient}");
                break;
            case < 65 when person.Cases.Length > 0:
                await Get("case page", $"/cases/{person.Cases[random.Next(person.Cases.Length)]}");
                break;
            case < 70:
                await Get("list of patients", "/patients");
                break;
            case < 85:
                await SaveForm(patient, answers);
                break;
            case < 90:
                await Call("API: patient", HttpMethod.Get, $"/api/v1/patients/{patient}", null, HttpStatusCode.OK, answers);
                break;
            case < 95:
                await Call("API: work list", HttpMethod.Get, "/api/v1/follow-up", null, HttpStatusCode.OK, answers);
                break;
            default:
                var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
                object attempt = new
                {
                    date = today,
                    means = "telephone",
                    outcome = "no_answer",
                };
                await Call(
                    "API: save an attempt",
                    HttpMethod.Post,
                    $"/api/v1/patients/{patient}/attempts",
                    attempt,
                    HttpStatusCode.Created,
                    answers
                );
                break;
        }

        Task<string?> Get(string kind, string address) => Ask(kind, new(HttpMethod.Get, address), browser, HttpStatusCode.OK, answers);
    }

    /// <summary>Opens a visit form and saves it as a draft, with the proof that the form is the portal's.</summary>
    private async Task SaveForm(Guid patient, ConcurrentBag<Answered> answers)
    {
        var address = $"/patients/{patient}/forms/follow-up";
        if (await Ask("form, opened", new(HttpMethod.Get, address), browser, HttpStatusCode.OK, answers) is not { } page)
            return;
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var content = Fields(page, [("intent", "draft"), ("visit_date", day)]);
        await Ask("form, saved", new(HttpMethod.Post, address) { Content = content }, browser, HttpStatusCode.SeeOther, answers);
    }

    private async Task Call(
        string kind,
        HttpMethod method,
        string address,
        object? body,
        HttpStatusCode wanted,
        ConcurrentBag<Answered> answers
    )
    {
        var request = new HttpRequestMessage(method, address);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        await Ask(kind, request, program, wanted, answers);
    }

    private static async Task<string?> Ask(
        string kind,
        HttpRequestMessage request,
        HttpClient client,
        HttpStatusCode wanted,
        ConcurrentBag<Answered> answers
    )
    {
        using (request)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                using var answer = await client.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                var good = answer.StatusCode == wanted;
                answers.Add(new(kind, watch.Elapsed.TotalMilliseconds, good ? null : $"{(int)answer.StatusCode}"));
                return good ? text : null;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                answers.Add(new(kind, watch.Elapsed.TotalMilliseconds, e.GetType().Name));
                return null;
            }
        }
    }

    private static FormUrlEncodedContent Fields(string page, (string Name, string Value)[] fields) =>
        new([
            new("forgery", ForgeryField().Match(page).Groups["value"].Value),
            .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)),
        ]);

    [GeneratedRegex("name=\"forgery\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ForgeryField();
}
