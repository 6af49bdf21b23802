using System.Globalization;

namespace BatchImport.Load.Data;

/// <summary>Rows for the definition <c>customers</c>: any number of them, the same for the same seed, about a tenth of them invalid.</summary>
internal static class Customers
{
    /// <summary>The columns.</summary>
    public static readonly string[] Header = ["Id", "FirstName", "LastName", "Email", "Phone", "Country", "SignupDate", "Amount"];

    private static readonly string[] FirstNames = ["Ada", "Björn", "Chloé", "Dmitri", "Elif", "Finn", "Grace", "Hannah", "Iker", "Jana", "Kofi", "Léa", "Marta", "Niels"];
    private static readonly string[] LastNames = ["Aalto", "Becker", "Costa", "Dubois", "Eriksen", "Ferrari", "García", "Hoffmann", "Ivanova", "Jansen", "Kovács", "Müller", "Novák"];
    private static readonly string[] Countries = ["Austria", "Belgium", "Denmark", "France", "Germany", "Ireland", "Italy", "Netherlands", "Spain", "Switzerland"];

    /// <summary>The rows, in order.</summary>
    public static IEnumerable<Customer> Make(int rows, int seed)
    {
        var random = new Random(seed);
        for (var index = 0; index < rows; index++)
        {
            yield return Make(index, random);
        }
    }

    private static Customer Make(int index, Random random)
    {
        // The definition requires six digits: beyond a million rows ids repeat, which no rule forbids.
        var id = (index % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var first = FirstNames[random.Next(FirstNames.Length)];
        var last = LastNames[random.Next(LastNames.Length)];
        var email = string.Create(CultureInfo.InvariantCulture, $"customer.{index}@example.com");
        var phone = string.Create(CultureInfo.InvariantCulture, $"+{random.Next(30, 50)} 555 {random.Next(1_000, 10_000)}");
        var country = Countries[random.Next(Countries.Length)];
        var date = random.Next(42_370, 47_000);
        var amount = random.Next(0, 9_999_999) / 100.0;
        var fault = random.Next(10) == 0 ? random.Next(5) : -1;
        switch (fault)
        {
            case 0:
                email = "not-an-address";
                break;
            case 1:
                country = "Atlantis";
                break;
            case 2:
                last = "";
                break;
            case 3:
                amount = -1;
                break;
            case 4:
                id = "X" + id[1..];
                break;
            default:
                break;
        }

        return new Customer(index + 2, [id, first, last, email, phone, country], date, amount, fault < 0);
    }
}
